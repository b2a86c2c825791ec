"""What a reviewer sees of the places that an educator marked."""

import pytest
from django.test import Client

from longleaf.records.models import evidence, media
from tests.people import NOW, Cast
from tests.stories import a_review, a_submitted_attempt


def mark(attempt: evidence.Attempt, form: str, **fields: object) -> media.Mark:
    """A mark in the attempt's artifact of a form, made while it was a draft."""
    evidence.Attempt.objects.filter(pk=attempt.pk).update(state="draft")
    use = attempt.uses.filter(artifact__form=form)[0]
    made = media.Mark.objects.create(use=use, made_at=NOW, **{"criterion": "pause", **fields})
    evidence.Attempt.objects.filter(pk=attempt.pk).update(state="submitted")
    return made


@pytest.fixture
def attempt(cast: Cast) -> evidence.Attempt:
    return a_submitted_attempt(cast)


def sheet(client: Client, cast: Cast, attempt: evidence.Attempt) -> str:
    review = a_review(attempt, cast.ben)
    client.force_login(cast.ben)
    answer = client.get(f"/reviews/{review.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_passage_stands_beside_its_artifact_and_its_criterion(
    client: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    made = mark(attempt, "text", kind="passage", page=3, words="we waited")
    shown = sheet(client, cast, attempt)
    assert "Page 3: “we waited”" in shown
    assert f'href="#mark-{made.pk}"' in shown
    assert f'id="mark-{made.pk}"' in shown


def test_a_moment_leads_into_the_recording(
    client: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    made = mark(attempt, "file", kind="moment", begin=12, end=20)
    shown = sheet(client, cast, attempt)
    assert 'data-jump="12"' in shown
    assert f"?play={made.pk}#player-" in shown
    review = attempt.reviews.get()
    assert "#t=12,20" in client.get(f"/reviews/{review.pk}?play={made.pk}").content.decode()


def test_a_region_is_a_box_over_the_picture_without_a_style_of_its_own(
    client: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    evidence.Artifact.objects.filter(form="file").update(media_type="image/png", extension="png")
    mark(attempt, "file", kind="region", left=100, top=0, width=300, height=500)
    shown = sheet(client, cast, attempt)
    assert '<rect x="10%" y="0%" width="30%" height="50%"/>' in shown
    assert "10 % to 40 % across, 0 % to 50 % down" in shown
    assert "style=" not in shown


def test_a_mark_puts_its_artifact_before_a_criterion_it_was_not_put_forward_for(
    client: Client, cast: Cast, attempt: evidence.Attempt
) -> None:
    made = mark(attempt, "link", kind="passage", words="Slide two", criterion="follow")
    shown = sheet(client, cast, attempt)
    criterion = shown[shown.index('id="criterion-follow"') :]
    assert f'href="#mark-{made.pk}"' in criterion


def test_names_in_a_mark_are_hidden(client: Client, cast: Cast, attempt: evidence.Attempt) -> None:
    name = cast.amina.name
    mark(attempt, "text", kind="passage", words=f"{name} waits", note=f"{name} is I")
    shown = sheet(client, cast, attempt)
    assert "waits" in shown
    assert name not in shown
