"""Other registries: a file of issuers that somebody else keeps, read entry by entry."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import is_storable
from longleaf.credential.registry_file import (
    MOST_BYTES,
    MOST_ENTRIES,
    identifier_fault,
    is_known_did_list,
    known_dids,
    load,
)

COLUMNS = ("identifier", "name", "website", "location")
KNOWN_DIDS = "known_dids"
TABLE = "csv"
FORMS = {
    KNOWN_DIDS: "List of known DIDs, as the Digital Credentials Consortium publishes (JSON)",
    TABLE: "Table of identifiers and names (CSV)",
}
_LONGEST_NAME = 300
_LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class ListedRow:
    """An entry that can be kept.

    Attributes:
        number: Its place: the line of a table, whose header is 1, or the entry of a list.
    """

    number: int
    identifier: str
    name: str
    website: str = ""
    location: str = ""

    def as_json(self) -> dict[str, object]:
        """The row as plain JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """What is wrong with one entry: where, why, and what to do."""

    row: int
    column: str
    reason: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class ListingRead:
    """A file as it was read.

    Attributes:
        form: One of `FORMS`.
        digest: SHA-256 of the file, in hexadecimal.
    """

    form: str
    digest: str
    rows: tuple[ListedRow, ...]
    problems: tuple[ListedProblem, ...]


def read_listing(content: bytes) -> ListingRead:
    """Read a registry's file; a bad entry keeps only itself out.

    Raises:
        ProblemsError: If the file as a whole cannot be read.
    """
    if not content.strip():
        raise ProblemsError([Problem("file", "The file is empty.", "Choose another file.")])
    if len(content) > MOST_BYTES:
        limit = f"The file is larger than {MOST_BYTES // 1_000_000} MB."
        raise ProblemsError([Problem("file", limit)])
    is_json = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    found = _from_known_dids(content) if is_json else _from_table(content)
    entries = list(found)
    if len(entries) > MOST_ENTRIES:
        raise ProblemsError([Problem("file", f"It has more than {MOST_ENTRIES:,} entries.")])
    rows: list[ListedRow] = []
    problems: list[ListedProblem] = []
    first: dict[str, int] = {}
    for row, faults in entries:
        if not faults and row.identifier in first:
            said = f"This identifier stands already in row {first[row.identifier]}."
            faults = [ListedProblem(row.number, "identifier", said, "Keep one of the two.")]  # noqa: PLW2901 - one more fault
        first.setdefault(row.identifier, row.number)
        problems += faults
        if not faults:
            rows.append(row)
    return ListingRead(
        form=KNOWN_DIDS if is_json else TABLE,
        digest=hashlib.sha256(content).hexdigest(),
        rows=tuple(rows),
        problems=tuple(problems),
    )


_Read = Iterable[tuple[ListedRow, list[ListedProblem]]]


def _from_known_dids(content: bytes) -> _Read:
    document = load(content)
    if not is_known_did_list(document):
        fix = 'It needs a member "registry" with an entry for each identifier.'
        raise ProblemsError([Problem("file", "This JSON is not a list of known DIDs.", fix)])
    for number, (identifier, said) in enumerate(known_dids(document), 1):
        texts = {name: said.get(key) for name, key in _MEMBERS.items()}
        yield _row(number, {"identifier": identifier, **texts})


# Our columns, and what the list of known DIDs calls them.
_MEMBERS = {"name": "name", "website": "url", "location": "location"}


def _from_table(content: bytes) -> _Read:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fix = "In your spreadsheet, choose to save as CSV (UTF-8)."
        raise ProblemsError([Problem("file", "The file is not in UTF-8.", fix)]) from error
    if "\0" in text:
        raise ProblemsError([Problem("file", "The file is not a CSV file.")])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader)]
        _check_header(header)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row_of_table(reader.line_num, header, cells)
    except csv.Error as error:
        said = f"The table is broken off or malformed near line {reader.line_num}."
        raise ProblemsError([Problem("file", said)]) from error


def _row_of_table(
    number: int, header: list[str], cells: list[str]
) -> tuple[ListedRow, list[ListedProblem]]:
    row, faults = _row(number, dict(zip(header, cells, strict=False)))
    if len(cells) > len(header):
        said = f"The row has {len(cells)} cells, and the header {len(header)}."
        faults.append(ListedProblem(number, "", said, "Put quotes around a text with commas."))
    return row, faults


def _check_header(header: list[str]) -> None:
    problems = [
        Problem("file", f'There is no column "{name}".', f"The columns are: {', '.join(COLUMNS)}.")
        for name in COLUMNS[:2]
        if name not in header
    ]
    problems += [
        Problem("file", f'The column "{name}" is not known.', "Take it out.")
        for name in header
        if name not in COLUMNS
    ]
    if len(set(header)) != len(header):
        problems.append(Problem("file", "A column stands there twice."))
    if problems:
        raise ProblemsError(problems)


def _row(number: int, said: Mapping[str, object]) -> tuple[ListedRow, list[ListedProblem]]:
    faults = []
    texts: dict[str, str] = {}
    for column in COLUMNS:
        value = said.get(column)
        if value is not None and not isinstance(value, str):
            faults.append(ListedProblem(number, column, "This is not a text."))
        elif isinstance(value, str) and not is_storable(value):
            said_so = "This holds a character that cannot be stored."
            faults.append(ListedProblem(number, column, said_so))
        texts[column] = " ".join(value.split()) if isinstance(value, str) else ""
    row = ListedRow(number, **texts)
    if fault := identifier_fault(row.identifier):
        faults.append(ListedProblem(number, "identifier", fault, "Ask whoever keeps the list."))
    if not row.name:
        faults.append(ListedProblem(number, "name", "There is no name."))
    for column, longest in (
        ("name", _LONGEST_NAME),
        ("location", _LONGEST_NAME),
        ("website", _LONGEST_ADDRESS),
    ):
        if len(texts[column]) > longest:
            said_so = f"This has more than {longest} characters."
            faults.append(ListedProblem(number, column, said_so))
    if row.website and not row.website.startswith(("https://", "http://")):
        faults.append(ListedProblem(number, "website", "This is not a web address."))
    return row, faults
