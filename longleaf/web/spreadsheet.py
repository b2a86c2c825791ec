"""Lists as CSV files, for spreadsheets."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

# A cell that begins so would be taken for a formula, and run.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    def write(self, line: str) -> str:
        return line


def cell(value: object) -> str:
    """The value as text that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_file(
    name: str, header: Sequence[str], lines: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """A CSV file for download, written line by line; with the mark that Excel knows UTF-8 by."""
    writer = csv.writer(_Echo())

    def parts() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(header)
        for line in lines:
            yield writer.writerow([cell(value) for value in line])

    response = StreamingHttpResponse(parts(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
