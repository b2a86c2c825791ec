"""An educator's whole record, to take along: one ZIP file with JSON, CSV and signed badges."""

import csv
import io
import json
import zipfile
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from longleaf.records.queries.record import badge_documents, files_from_elsewhere, whole_record
from longleaf.web.access import ActingRequest
from longleaf.web.educator.backpack import NAMES
from longleaf.web.spreadsheet import cell

README = """Your record in Longleaf

record.json    everything, in one file
*.csv          the same in tables, for a spreadsheet
badges/        your signed badges; anyone can check them
elsewhere/     the badges you brought from elsewhere, as you brought them
"""


@require_GET
def my_record(request: ActingRequest) -> HttpResponse:
    record = whole_record(request.actor)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("README.txt", README)
        folder.writestr("record.json", json.dumps(record, indent=2, ensure_ascii=False))
        for name, rows in record.items():
            folder.writestr(f"{name}.csv", _table([rows] if isinstance(rows, dict) else rows))
        for award, document in badge_documents(request.actor).items():
            folder.writestr(f"badges/{award}.json", document)
        for badge, kind, file in files_from_elsewhere(request.actor):
            folder.writestr(f"elsewhere/{badge}.{NAMES[kind]}", file)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-record.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def _table(rows: list[dict[str, Any]]) -> str:
    """The flat columns of some rows; what is nested stands in record.json alone."""
    flat = [name for name, value in (rows[0] if rows else {}).items() if not _nested(value)]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(flat)
    writer.writerows([cell(_shown(row[name])) for name in flat] for row in rows)
    return "\ufeff" + written.getvalue()


def _nested(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _shown(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
