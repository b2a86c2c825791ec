"""Hands out files of evidence: to those who may see them, and never as something that runs."""

import logging
import re
from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from longleaf.basis.day import day_in
from longleaf.basis.ports import FileStore
from longleaf.domain.evidence.media import family_of
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.evidence_file import StoredFile, stored_file
from longleaf.web.access import ActingRequest

log = logging.getLogger("longleaf.files")
_CHUNK = 256_000
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z", re.ASCII)
_SHOWN_IN_PLACE = ("image", "audio", "video")


@require_safe
def artifact_file(request: ActingRequest, artifact: UUID) -> HttpResponseBase:
    on = day_in(request.actor.time_zone, ports().clock.now())
    found = stored_file(request.actor, artifact, on=on)
    if ports().files.length(found.key) != found.length:
        log.error("stored file is missing", extra={"fields": {"artifact": str(artifact)}})
        raise NoSuchRecordError
    first, last = 0, found.length - 1
    status = 200
    if asked := _RANGE.match(request.headers.get("Range", "")):
        bounds = _bounds(asked.group(1), asked.group(2), found.length)
        if bounds is None:
            refused = HttpResponse(status=416)
            refused["Content-Range"] = f"bytes */{found.length}"
            return _guarded(refused, found)
        first, last = bounds
        status = 206
    body = () if request.method == "HEAD" else _bytes(ports().files, found.key, first, last)
    response = StreamingHttpResponse(body, status=status, content_type=found.media_type)
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    if status == 206:  # noqa: PLR2004 - partial content
        response["Content-Range"] = f"bytes {first}-{last}/{found.length}"
    return _guarded(response, found)


def _guarded(response: HttpResponseBase, found: StoredFile) -> HttpResponseBase:
    """Headers by which a browser keeps the file to itself and runs nothing in it."""
    shown = "inline" if family_of(found.media_type) in _SHOWN_IN_PLACE else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{found.name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _bounds(first: str, last: str, length: int) -> tuple[int, int] | None:
    """The first and last byte that a Range header asks for; None if there are none."""
    if first:
        begin, end = int(first), min(int(last), length - 1) if last else length - 1
    elif last:
        begin, end = max(0, length - int(last)), length - 1
    else:
        return None
    return (begin, end) if begin <= end else None


def _bytes(files: FileStore, key: str, first: int, last: int) -> Iterator[bytes]:
    with files.open(key) as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
