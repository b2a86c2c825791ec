"""The first gate's pages."""

import pytest
from django.test import Client

from longleaf.records.models import evidence, gate
from longleaf.records.models import review as reviews
from longleaf.records.models.organization import Supervision
from tests.gates import a_check
from tests.people import TODAY, Cast

YES = {"holds-readable": "yes", "holds-template": "yes", "holds-consent": "yes"}


@pytest.fixture
def ben(client: Client, cast: Cast) -> Client:
    client.force_login(cast.ben)
    return client


def test_a_check_is_blind_and_keeps_what_was_typed(ben: Client, cast: Cast) -> None:
    where = f"/completeness/{a_check(cast)}"
    assert "1 submission" in ben.get("/reviews").content.decode()
    page = ben.get(where).content.decode()
    assert "Twenty-four students" in page
    for name in ("Amina", "Reyes", "Northfield Elementary"):
        assert name not in page
    typed = {"holds-readable": "no", "reason-readable": "Short.", "holds-consent": "yes"}
    refused = ben.post(where, typed)
    assert refused.status_code == 400
    page = refused.content.decode()
    assert "Short." in page
    assert "has no answer" in page
    assert "needs to know what is missing" in page


def test_three_times_yes_leads_on_and_a_second_tab_is_told(ben: Client, cast: Cast) -> None:
    where = f"/completeness/{a_check(cast)}"
    assert ben.post(where, YES).status_code == 302
    assert reviews.Review.objects.count() == 2
    answer = ben.post(where, YES, follow=True)
    assert "Somebody has checked this submission meanwhile." in answer.content.decode()
    assert ben.get(where).status_code == 404


def test_whoever_becomes_the_supervisor_finds_neither_check_nor_file(
    ben: Client, cast: Cast
) -> None:
    check = gate.CompletenessCheck.objects.get(pk=a_check(cast))
    file = evidence.Artifact.objects.get(form="file")
    assert ben.get(f"/completeness/{check.pk}").status_code == 200
    Supervision.objects.create(supervisor=cast.ben, educator=cast.amina, began_on=TODAY)
    for address in (f"/completeness/{check.pk}", f"/files/{file.pk}"):
        assert ben.get(address).status_code == 404
    assert ben.post(f"/completeness/{check.pk}", YES).status_code == 404
    assert check.attempt.submission.number not in ben.get("/completeness").content.decode()
