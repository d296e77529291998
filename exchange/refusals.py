"""Why a whole file is refused: nothing of it is read further, nothing is written."""

from __future__ import annotations

from lifecycle.errors import InvalidInput


class FileRefused(InvalidInput):
    """The file cannot be imported as it is. `status` is what a page answers."""

    status = 422


class TooBig(FileRefused):
    """Larger than what one import may hold."""

    status = 413


class WrongKind(FileRefused):
    """Neither the workbook nor the CSV that it claims to be."""

    status = 415


class EncodingUnknown(FileRefused):
    """Not UTF-8: a person must say what it is. `preview` is how it reads in CP1252."""

    def __init__(self, message: str, preview: tuple[str, ...]) -> None:
        super().__init__(message)
        self.preview = preview
