"""CSV files as people save them: what is read, what is refused, and in which words."""

from __future__ import annotations

import pytest

from exchange import tables
from exchange.refusals import EncodingUnknown, FileRefused, TooBig, WrongKind
from tests.exchange.acts import rehearsed, taken, written
from tests.exchange.files import STATE_HEADER, file, line
from tests.houses import House

GOOD = file([line(1, nom_apprenant="Lefèvre")], "csv").decode("utf-8-sig")


def refusal(content: bytes | str, name: str = "f.csv", encoding: str | None = None) -> FileRefused:
    data = content if isinstance(content, bytes) else content.encode()
    with pytest.raises(FileRefused) as caught:
        list(tables.read(data, name, encoding).lines)
    return caught.value


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_cp1252_is_never_guessed_but_shown(house: House) -> None:
    before = written(house)
    with pytest.raises(EncodingUnknown) as caught:
        taken(house, GOOD.encode("cp1252"), "f.csv")
    assert any("Lefèvre" in one for one in caught.value.preview)
    assert written(house) == before
    assert taken(house, GOOD.encode("cp1252"), "f.csv", encoding="cp1252").created == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf", "vide"),
        (b"\n \n", "vide"),
        (GOOD.encode("utf-16-le"), "nul"),
        (changed("Lefèvre", "Lef\0vre"), "Ligne 2 : caractère nul"),
        (changed("Lefèvre", '"Lefèvre'), "jamais fermé"),
        (changed("Lefèvre", '"Le"fèvre'), "mal placé"),
        (changed("sexe_apprenant", "prenom_apprenant"), "deux fois"),
        (changed("sexe_apprenant", "Prénom_Apprenant *"), "deux fois"),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(content: bytes | str, says: str) -> None:
    assert says in refusal(content).message


def test_utf8_is_not_taken_for_cp1252() -> None:
    assert "est en UTF-8" in refusal(GOOD, encoding="cp1252").message


@pytest.mark.parametrize("encoding", ["latin-9", "utf-7", "\n"])
def test_no_other_encoding_is_known(encoding: str) -> None:
    assert "Encodage inconnu" in refusal(GOOD.encode("cp1252"), encoding=encoding).message


def test_a_byte_that_cp1252_does_not_have_is_refused_by_line() -> None:
    content = changed("Lefèvre", "Lef#vre").encode("cp1252").replace(b"#", b"\x81")
    assert "Ligne 2" in refusal(content, encoding="cp1252").message


def test_sizes_are_bounded() -> None:
    assert isinstance(refusal(b"a" * (tables.MOST_BYTES + 1)), TooBig)
    assert isinstance(refusal(changed("Lefèvre", "x" * 200_000)), TooBig)
    many = GOOD + (GOOD.splitlines()[1] + "\r\n") * tables.MOST_ROWS
    assert isinstance(refusal(many), TooBig)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (GOOD.encode(), "f.xlsx"),
        (file([line(1)], "xlsx"), "f.csv"),
        (GOOD.encode(), "f.xls"),
        (GOOD.encode(), "f.ods"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "f.xls"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "f.xlsx"),
    ],
)
def test_a_disguise_is_refused(content: bytes, name: str) -> None:
    assert isinstance(refusal(content, name), WrongKind)


@pytest.mark.parametrize(
    "header",
    [
        [name.upper() for name in STATE_HEADER],
        [name.replace("prenom", "pre\u0301nom") for name in STATE_HEADER],
        [f"  {name.replace('_', ' ')}\u00a0**" for name in STATE_HEADER],
        [name.rstrip(" *") for name in STATE_HEADER],
    ],
)
def test_headers_are_compared_without_case_accents_spaces_or_stars(
    house: House, header: list[str]
) -> None:
    body = GOOD.split("\r\n", 1)[1]
    content = f"{';'.join(header)}\r\n{body}".encode()
    assert rehearsed(house, content, "f.csv").created == 1


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_every_end_of_line_is_read_the_last_one_may_miss(house: House, end: str) -> None:
    content = GOOD.strip().replace("\r\n", end).encode()
    assert rehearsed(house, content, "f.csv").created == 1


def test_a_ragged_line_is_a_fault_of_that_line_alone(house: House) -> None:
    first, second = GOOD.strip().split("\r\n")
    short = second.rsplit(";", 3)[0]
    report = rehearsed(
        house, "\n".join([first, short, second, f"{second};;;", f"{second};x"]).encode(), "f.csv"
    )
    assert [f.row for f in report.rejected] == [2, 5]
    assert "cellules" in report.rejected[0].reason
    assert (report.rows, report.created, report.unchanged) == (4, 1, 1)


def test_blank_lines_are_not_counted_but_keep_their_numbers(house: House) -> None:
    first, second = GOOD.strip().split("\r\n")
    bad = second.replace("14/03/2004", "14/13/2004")
    report = rehearsed(house, "\n".join(["", first, "", second, ";;;", bad]).encode(), "f.csv")
    assert (report.rows, [f.row for f in report.rejected]) == (2, [6])


def test_a_header_alone_is_nothing_to_import(house: House) -> None:
    with pytest.raises(FileRefused, match="rien à importer"):
        taken(house, GOOD.split("\r\n")[0].encode(), "f.csv")


def test_unknown_columns_are_listed_and_missing_ones_refused(house: House) -> None:
    known = rehearsed(house, changed("ine_apprenant", "couleur préférée").encode(), "f.csv")
    assert known.unknown_columns == ("couleur préférée",)
    with pytest.raises(FileRefused, match="nom_apprenant"):
        taken(house, changed("nom_apprenant *", "patronyme").encode(), "f.csv")


def test_a_social_security_number_is_refused_even_in_an_unknown_column(house: House) -> None:
    content = file([line(1, ine_apprenant="185057800608436")], "csv").decode("utf-8-sig")
    report = rehearsed(house, content.replace("ine_apprenant", "secu", 1).encode(), "f.csv")
    (fault,) = report.rejected
    assert ("sécurité sociale" in fault.reason, "1850" in fault.value) == (True, False)
