"""An educator's own badges."""

import pytest
from django.test import Client

from longleaf.records.models import audit as audits
from longleaf.records.models import award as rows
from longleaf.records.models import badge as badges
from longleaf.records.models import evidence as evidences
from tests.people import Cast
from tests.web.public.test_badges import award, document

__all__ = ["award"]


@pytest.fixture
def signed_in(client: Client, cast: Cast) -> Client:
    client.force_login(cast.amina)
    return client


def test_the_list_shows_what_was_earned_and_that_it_is_private(
    award: rows.Award, signed_in: Client
) -> None:
    page = signed_in.get("/my-badges").content.decode()
    assert "Wait Time" in page
    assert "Private" in page


def test_without_a_badge_the_list_says_what_to_do(signed_in: Client) -> None:
    assert "Find a micro-credential" in signed_in.get("/my-badges").content.decode()


def test_publishing_twice_publishes_once(award: rows.Award, signed_in: Client) -> None:
    for _ in range(2):
        signed_in.post(f"/my-badges/{award.pk}/publish", {"show": "yes"})
    assert badges.Publication.objects.count() == 1
    assert audits.AuditEvent.objects.filter(verb="badge.published").count() == 1


def test_another_educator_s_badge_does_not_exist(
    award: rows.Award, client: Client, cast: Cast
) -> None:
    client.force_login(cast.ben)
    assert client.get(f"/my-badges/{award.pk}").status_code == 404
    assert client.post(f"/my-badges/{award.pk}/publish", {"show": "yes"}).status_code == 404
    assert client.post(f"/my-badges/{award.pk}/evidence", {}).status_code == 404


def test_a_badge_names_evidence_only_when_its_educator_chose_it(
    award: rows.Award, signed_in: Client
) -> None:
    assert "Transcript of a lesson" not in document(award)
    artifact = evidences.Artifact.objects.get(title="Transcript of a lesson")
    artifact.students = "none"
    artifact.save()
    signed_in.post(f"/my-badges/{award.pk}/evidence", {"artifact": [str(artifact.pk)]})
    assert "Transcript of a lesson" in document(award)
    assert award.badges.count() == 2


def test_evidence_that_shows_students_is_never_named(award: rows.Award, signed_in: Client) -> None:
    artifact = evidences.Artifact.objects.get(title="Transcript of a lesson")
    artifact.students = "identifiable"
    artifact.save()
    page = signed_in.post(
        f"/my-badges/{award.pk}/evidence", {"artifact": [str(artifact.pk)]}, follow=True
    )
    assert "Students can be identified in it" in page.content.decode()
    assert "Transcript of a lesson" not in document(award)
