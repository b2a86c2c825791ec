"""Resumable uploads by tus 1.0: creation, what has arrived, the next bytes, giving up."""

import base64
import binascii
from collections.abc import Callable, Iterator
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.evidence.artifact import Description
from longleaf.actions.evidence.file import (
    OffsetError,
    begin_upload,
    cancel_upload,
    finish_upload,
    receive_chunk,
)
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.evidence.media import VIDEO_LIMIT
from longleaf.gateways.wiring import ports
from longleaf.records.queries.evidence import require_own
from longleaf.records.queries.evidence_file import own_upload
from longleaf.web.access import ActingRequest
from longleaf.web.educator.checking import check_if_small

_VERSION = "1.0.0"
_READ = 64_000
_WRITE = 1_000_000
_LONGEST_NUMBER = 15
_View = Callable[..., HttpResponse]


def tus(view: _View) -> _View:
    """Adds what the protocol asks of every answer, and refuses other versions of it."""

    @wraps(view)
    def answered(request: ActingRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Tus-Version"] = _VERSION
            response["Tus-Extension"] = "creation,termination,expiration"
            response["Tus-Max-Size"] = str(VIDEO_LIMIT)
        elif request.headers.get("Tus-Resumable") != _VERSION:
            response = HttpResponse(status=412)
            response["Tus-Version"] = _VERSION
        else:
            response = _refused(view, request, *args, **kwargs)
        response["Tus-Resumable"] = _VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answered


def _refused(view: _View, request: ActingRequest, *args: object, **kwargs: object) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except OffsetError as wrong:
        response = JsonResponse({"message": str(wrong)}, status=409)
        response["Upload-Offset"] = str(wrong.received)
        return response
    except AlreadyDoneError as done:
        return JsonResponse({"message": done.what}, status=410)
    except ProblemsError as refused:
        said = [f"{one.reason} {one.fix}".strip() for one in refused.problems]
        where = [one.where for one in refused.problems]
        too_large = any("may have" in one.reason for one in refused.problems)
        return JsonResponse(
            {"message": " ".join(said), "where": where}, status=413 if too_large else 400
        )


@tus
def uploads(request: ActingRequest, submission: UUID, part: str, asked: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse(status=405)
    require_own(request.actor, submission)
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    now = ports().clock.now()
    pk = begin_upload(
        by=request.actor,
        submission=submission,
        part=part,
        request=asked,
        description=Description(
            kind=said.get("kind", ""),
            title=said.get("title", ""),
            students=said.get("students") or "unsaid",
            consent=said.get("consent", ""),
            criteria=[key for key in said.get("criteria", "").split(",") if key],
            explanation=said.get("explanation", ""),
        ),
        name=said.get("filename", ""),
        length=_number(request, "Upload-Length"),
        now=now,
    )
    response = HttpResponse(status=201)
    response["Location"] = reverse("artifact_upload", args=[pk])
    response["Upload-Expires"] = http_date(
        own_upload(request.actor, pk, now=now).expires_at.timestamp()
    )
    return response


@tus
def upload(request: ActingRequest, upload: UUID) -> HttpResponse:
    now = ports().clock.now()
    if request.method == "HEAD":
        return _state(request, upload)
    if request.method == "PATCH":
        return _take_in(request, upload)
    if request.method == "DELETE":
        cancel_upload(by=request.actor, upload=upload, files=ports().files, now=now)
        return HttpResponse(status=204)
    return HttpResponse(status=405)


def _state(request: ActingRequest, upload: UUID, status: int = 200) -> HttpResponse:
    state = own_upload(request.actor, upload, now=ports().clock.now())
    response = HttpResponse(status=status)
    response["Upload-Offset"] = str(state.received)
    response["Upload-Length"] = str(state.length)
    response["Upload-Expires"] = http_date(state.expires_at.timestamp())
    return response


def _take_in(request: ActingRequest, upload: UUID) -> HttpResponse:
    now = ports().clock.now()
    own_upload(request.actor, upload, now=now)  # whose it is comes before any other answer
    if request.content_type != "application/offset+octet-stream":
        return HttpResponse(status=415)
    receive_chunk(
        by=request.actor,
        upload=upload,
        offset=_number(request, "Upload-Offset"),
        chunks=_body(request),
        files=ports().files,
        now=now,
    )
    state = own_upload(request.actor, upload, now=now)
    if state.received == state.length:
        artifact = finish_upload(by=request.actor, upload=upload, now=now)
        check_if_small(artifact, state.length)
    return _state(request, upload, status=204)


def _body(request: HttpRequest) -> Iterator[bytes]:
    """The body in pieces of bounded size, never as a whole; a broken line ends it early.

    What had arrived by then is handed on, so that the sender goes on from there.
    """
    held = bytearray()
    while True:
        try:
            piece = request.read(_READ)
        except (OSError, UnreadablePostError):
            break
        if not piece:
            break
        held += piece
        if len(held) >= _WRITE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        problem = Problem("file", f"The request must say {header} as a whole number.")
        raise ProblemsError([problem])
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """Upload-Metadata: names, each with a value in base64, separated by commas."""
    found = {}
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        if not name:
            continue
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            reason = f"Upload-Metadata holds a value that cannot be read: {name}."
            raise ProblemsError([Problem("file", reason)]) from None
    return found
