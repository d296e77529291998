"""Importing a file of the CFA: rehearsed first, with its faults; then taken over, line by line."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from exchange.importing import Report, commit, dry_run
from exchange.refusals import EncodingUnknown, FileRefused
from exchange.template import FORMATS, written
from lifecycle.commands.fields import read_day
from lifecycle.errors import InvalidInput, NotFound
from portal.failures import Forbidden
from portal.uploads import Upload
from portal.visits import OURS, Here, Said, Visit, text

router = APIRouter()
MOST_SHOWN = 100
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
ENCODINGS = {"": None, "utf-8": "utf-8", "cp1252": "cp1252"}


def _allowed(visit: Visit) -> None:
    """A file may speak of any formation: whoever sees some only does not import."""
    if visit.account.formations:
        raise Forbidden(
            "Votre compte est limité à certaines formations : il n’importe pas de fichier."
        )


@router.get("/import")
def ask(visit: Here) -> Response:
    _allowed(visit)
    return _form(visit, {}, "", (), 200)


def _form(
    visit: Visit, said: dict[str, str], wrong: str, preview: tuple[str, ...], status: int
) -> Response:
    values = {"encoding": "", "reprise": "", **said}
    return visit.page("import.html", status, values=values, wrong=wrong, preview=preview)


@router.get("/import/modele.{format_}")
def template(visit: Here, format_: str) -> Response:
    _allowed(visit)
    if format_ not in FORMATS:
        raise NotFound("Ce modèle n’existe pas.")
    named = {"content-disposition": f'attachment; filename="modele-apprentis.{format_}"'}
    return Response(written(format_), media_type=TYPES[format_], headers=named)


@router.post("/import")
def rehearse(visit: Here, form: Said) -> Response:
    _allowed(visit)
    said = {"encoding": text(form, "encoding"), "reprise": text(form, "reprise").strip()}
    try:
        upload = _upload(visit, form, said)
        report = _run(visit, upload, committed=False)
    except EncodingUnknown as unknown:
        return _form(visit, said, unknown.message, unknown.preview, 422)
    except InvalidInput as wrong:
        status = wrong.status if isinstance(wrong, FileRefused) else 422
        return _form(visit, said, wrong.message, (), status)
    name = visit.office.uploads.keep(upload)
    return _report(visit, report, name)


def _upload(visit: Visit, form: FormData, said: dict[str, str]) -> Upload:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise InvalidInput("Choisissez un fichier.")
    content = file.file.read()
    if said["encoding"] not in ENCODINGS:
        raise InvalidInput("Cet encodage n’est pas proposé.")
    return Upload(
        visit.account.email,
        file.filename[:200],
        content,
        ENCODINGS[said["encoding"]],
        _reprise(said["reprise"]),
        visit.office.clock(),
    )


def _reprise(raw: str) -> date | None:
    return read_day(raw[:40], "Date de reprise") if raw else None


def _run(visit: Visit, upload: Upload, committed: bool) -> Report:
    return (commit if committed else dry_run)(
        visit.desk.house,
        upload.content,
        upload.filename,
        visit.desk.now(),
        encoding=upload.encoding,
        reprise=upload.reprise,
        actor=visit.actor,
    )


def _report(visit: Visit, report: Report, upload: str) -> Response:
    return visit.page("import_report.html", report=report, upload=upload, most=MOST_SHOWN)


@router.post("/import/{name}", dependencies=[OURS])
def take_over(visit: Here, name: str) -> Response:
    """Twice the same file changes nothing: a second sending is harmless."""
    _allowed(visit)
    upload = _kept(visit, name)
    return _report(visit, _run(visit, upload, committed=True), "")


@router.post("/import/{name}/rapport.csv", dependencies=[OURS])
def download(visit: Here, name: str) -> Response:
    """The whole report of a rehearsal, for a spreadsheet."""
    _allowed(visit)
    report = _run(visit, _kept(visit, name), committed=False)
    named = {"content-disposition": 'attachment; filename="rapport-import.csv"'}
    return Response(report.to_csv(), media_type=TYPES["csv"], headers=named)


def _kept(visit: Visit, name: str) -> Upload:
    found = visit.office.uploads.find(name, visit.account.email, visit.office.clock())
    if found is None:
        raise NotFound("L’essai à blanc est trop ancien : déposez le fichier à nouveau.")
    return found
