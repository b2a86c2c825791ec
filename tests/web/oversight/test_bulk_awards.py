"""Pages of files of awards: brought by one, approved by another, followed by both."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from longleaf.records.models import bulk as rows
from longleaf.records.models import job as jobs
from longleaf.records.models import microcredential as definitions
from tests.people import Cast
from tests.stories import a_published_microcredential

FILE = b"email,earned_on\namina@example.org,2026-01-10\nnobody@example.org,2026-01-10\n"


@pytest.fixture
def version(cast: Cast) -> definitions.Version:
    return a_published_microcredential(cast)


def bring(client: Client, version: definitions.Version, content: bytes = FILE) -> tuple[int, str]:
    response = client.post(
        "/awards/files",
        {
            "version": str(version.pk),
            "assessor": "Pine College",
            "assessor_url": "https://pine.example",
            "basis": "Our agreement.",
            "file": SimpleUploadedFile("a.csv", content),
        },
        follow=True,
    )
    return response.status_code, response.content.decode()


def test_whoever_brings_a_file_sees_its_rows_and_is_told_that_another_must_approve(
    cast: Cast, version: definitions.Version, client: Client
) -> None:
    client.force_login(cast.ash)
    status, page = bring(client, version)
    assert status == 200
    assert "Decided outside, by Pine College" in page
    assert "Nobody here has this address." in page
    assert "another administrator of Northfield Schools must approve it" in page
    assert "Approve the" not in page


def test_a_second_person_approves_and_watches(
    cast: Cast, version: definitions.Version, client: Client
) -> None:
    client.force_login(cast.ash)
    bring(client, version)
    file = rows.AwardFile.objects.get()
    client.force_login(cast.ada)
    assert "Approve the 1 good row" in client.get(f"/awards/files/{file.pk}").content.decode()
    response = client.post(f"/awards/files/{file.pk}", {"how": "good", "starts_at": ""})
    assert response["Location"] == f"/jobs/{jobs.JobRun.objects.get().pk}"
    page = client.get(f"/awards/files/{file.pk}").content.decode()
    assert "See how far it is" in page
    assert "by Ada Fairbanks" in page


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    cast: Cast, version: definitions.Version, client: Client
) -> None:
    client.force_login(cast.ash)
    status, page = bring(client, version, b"email\na@example.org\n")
    assert status == 400
    assert "&quot;earned_on&quot; is missing" in page


def test_a_start_that_is_no_moment_is_refused(
    cast: Cast, version: definitions.Version, client: Client
) -> None:
    client.force_login(cast.ash)
    bring(client, version)
    file = rows.AwardFile.objects.get()
    client.force_login(cast.ada)
    response = client.post(f"/awards/files/{file.pk}", {"how": "good", "starts_at": "soon"})
    assert response.status_code == 409
    assert "The start is not a moment." in response.content.decode()
    assert not jobs.JobRun.objects.exists()


def test_a_cancelled_file_says_so_and_its_rows_as_csv(
    cast: Cast, version: definitions.Version, client: Client
) -> None:
    client.force_login(cast.ash)
    bring(client, version)
    file = rows.AwardFile.objects.get()
    said = client.post(f"/awards/files/{file.pk}/cancel", follow=True).content.decode()
    assert "What was awarded before stays awarded." in said
    got = client.get(f"/awards/files/{file.pk}/results.csv")
    lines = b"".join(got).decode().splitlines()
    assert lines[1] == "2,amina@example.org,not done: the file was cancelled,2026-01-10,,"
    assert lines[2].startswith("3,,refused,,email: Nobody here")


def test_the_template_names_the_columns_of_the_version(
    cast: Cast, version: definitions.Version, client: Client
) -> None:
    client.force_login(cast.ash)
    got = client.get(f"/awards/files/template/{version.pk}")
    head = b"".join(got).decode().splitlines()[0]
    assert head.endswith("evidence_description,level_pause,level_follow")


def test_pages_of_long_files_take_few_queries(
    cast: Cast,
    version: definitions.Version,
    client: Client,
    django_assert_max_num_queries: object,
) -> None:
    client.force_login(cast.ash)
    bring(client, version)
    file = rows.AwardFile.objects.get()
    with django_assert_max_num_queries(25):  # type: ignore[operator]  # pytest-django's fixture
        client.get(f"/awards/files/{file.pk}")
