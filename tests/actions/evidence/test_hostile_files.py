"""Two hundred hostile files, from the upload to the address they would be read at."""

import resource
import time
import uuid

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory

from longleaf.actions.evidence.check_file import check_artifact
from longleaf.domain.organization.actor import system
from longleaf.gateways.media import ContentExaminer
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import evidence as rows
from longleaf.web.access import ActingRequest
from longleaf.web.educator.files import artifact_file
from tests.gateways.hostile import Hostile, corpus
from tests.people import NOW, Cast

SAFE = ("image/", "audio/", "video/")
LONGEST = 5.0  # seconds of one file, on a busy core
MOST_MEMORY = 400_000  # kB, more than before the first


def arrive(one: Hostile, owner: uuid.UUID) -> rows.Artifact:
    key = uuid.uuid4().hex
    artifact = rows.Artifact.objects.create(
        owner_id=owner,
        kind="audio",
        title=one.tries,
        form="file",
        state="checking",
        file_key=f"{key[:2]}/{key[2:]}",
        extension=one.extension,
        length=len(one.content),
        made_at=NOW,
    )
    ports().files.replace(artifact.file_key, iter([one.content]))
    check_artifact(
        by=system("evidence"),
        artifact=artifact.pk,
        files=ports().files,
        examiner=ContentExaminer(),
        now=NOW,
    )
    artifact.refresh_from_db()
    return artifact


def served(artifact: rows.Artifact, cast: Cast) -> HttpResponseBase:
    request = cast_request(cast)
    return artifact_file(request, artifact.pk)


def cast_request(cast: Cast) -> ActingRequest:
    request = RequestFactory().get("/")
    request.actor = cast.acting(cast.amina)  # type: ignore[attr-defined]  # as the middleware does
    return request  # type: ignore[return-value]  # it is one now


@pytest.mark.django_db
def test_none_of_two_hundred_hostile_files_is_served_as_active_content_or_stalls_a_worker(
    cast: Cast,
) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    slowest, count, let_in = 0.0, 0, 0
    for count, one in enumerate(corpus(), start=1):  # noqa: B007  # read after the last
        began = time.perf_counter()
        artifact = arrive(one, cast.amina.pk)
        slowest = max(slowest, time.perf_counter() - began)
        if artifact.state == rows.ArtifactState.REFUSED:
            assert artifact.refused_because, one
            with pytest.raises(NoSuchRecordError):
                served(artifact, cast)
            continue
        let_in += 1
        assert artifact.state == rows.ArtifactState.READY, one
        answer = served(artifact, cast)
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it streams
        kind = answer["Content-Type"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert kind.startswith(SAFE) or answer["Content-Disposition"].startswith("attachment")
        assert "html" not in kind
        assert "svg" not in kind
        if kind.startswith("image/"):
            assert b"<script" not in body, one
    assert count >= 200
    assert let_in < 40  # those whose hidden part is taken out, or harmless where they are served
    assert slowest < LONGEST
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    assert grown < MOST_MEMORY, grown
