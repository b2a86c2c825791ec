"""The page on which an educator shows where in an artifact a criterion shows."""

import pytest
from django.test import Client
from django.urls import reverse

from longleaf.records.models import evidence, media
from longleaf.records.models import organization as people
from tests.gateways.files import a_document, a_picture, a_sound
from tests.handing_in import Story

SAID = {"criterion": "pause", "note": "I wait here."}


def signed_in(person: people.Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def amina(story: Story) -> Client:
    return signed_in(story.cast.amina)


def page_of(story: Story, use: int) -> str:
    return reverse("artifact_marks", args=[story.submission, use])


def a_use(story: Story, content: bytes, name: str) -> int:
    return story.add_file(content, name).uses.get().pk


def test_a_region_is_marked_by_four_numbers_and_shown_over_the_picture(
    story: Story, amina: Client
) -> None:
    page = page_of(story, a_use(story, a_picture("PNG"), "board.png"))
    answer = amina.post(
        page, {**SAID, "left": "10", "top": "12.5", "width": "30", "height": "50"}, follow=True
    )
    mark = media.Mark.objects.get()
    assert (mark.left, mark.top, mark.width, mark.height) == (100, 125, 300, 500)
    shown = answer.content.decode()
    assert '<rect x="10%" y="12.5%" width="30%" height="50%"/>' in shown
    assert "10 % to 40 % across, 12.5 % to 62.5 % down" in shown


def test_a_region_beyond_the_picture_is_refused_and_what_was_typed_stays(
    story: Story, amina: Client
) -> None:
    page = page_of(story, a_use(story, a_picture("PNG"), "board.png"))
    answer = amina.post(page, {**SAID, "left": "80", "top": "0", "width": "30", "height": "50"})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "not inside the picture" in shown
    assert 'value="80"' in shown
    assert "I wait here." in shown
    assert not media.Mark.objects.exists()


def test_a_moment_is_marked_and_leads_into_the_recording(story: Story, amina: Client) -> None:
    page = page_of(story, a_use(story, a_sound(), "lesson.mp3"))
    shown = amina.post(page, {**SAID, "begin": "4:10", "end": "5:00"}, follow=True).content.decode()
    assert "#t=" not in shown
    link = f"?play={media.Mark.objects.get().pk}"
    assert link in shown
    assert "#t=250,300" in amina.get(page + link).content.decode()
    assert "4:10 to 5:00" in shown
    answer = amina.post(page, {**SAID, "begin": "soon"})
    assert answer.status_code == 400
    assert "That is not a time." in answer.content.decode()


def test_a_page_and_its_words_are_marked_in_a_document(story: Story, amina: Client) -> None:
    page = page_of(story, a_use(story, a_document(), "plan.docx"))
    shown = amina.post(page, {**SAID, "page": "3", "passage": "I asked"}, follow=True)
    assert "Page 3: “I asked”" in shown.content.decode()
    assert amina.post(page, SAID).status_code == 400


def test_words_that_do_not_stand_in_a_text_are_refused_beside_the_field(
    story: Story, amina: Client
) -> None:
    page = page_of(story, story.add_text(text="I waited."))
    answer = amina.post(page, {**SAID, "passage": "You waited"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["passage"]


def test_a_mark_is_removed_and_removing_it_twice_does_no_harm(story: Story, amina: Client) -> None:
    use = story.add_text(text="I waited.")
    amina.post(page_of(story, use), {**SAID, "passage": "I waited"})
    gone = reverse(
        "artifact_mark_remove", args=[story.submission, use, media.Mark.objects.get().pk]
    )
    for _ in range(2):
        assert amina.post(gone).status_code == 302
    assert not media.Mark.objects.exists()
    assert amina.get(gone).status_code == 405


def test_only_its_educator_opens_the_page_or_removes_a_mark(story: Story, amina: Client) -> None:
    use = story.add_text(text="I waited.")
    amina.post(page_of(story, use), {**SAID, "passage": "I waited"})
    mark = media.Mark.objects.get()
    gone = reverse("artifact_mark_remove", args=[story.submission, use, mark.pk])
    for name, status in (("ezra", 404), ("ben", 404), ("chloe", 403)):
        other = signed_in(getattr(story.cast, name))
        assert other.get(page_of(story, use)).status_code == status, name
        assert other.post(gone).status_code == status, name
    assert media.Mark.objects.filter(pk=mark.pk).exists()


def test_a_file_that_is_still_checked_cannot_be_marked(story: Story, amina: Client) -> None:
    use = story.add_text(text="I waited.")
    evidence.Artifact.objects.update(state="checking")
    assert amina.get(page_of(story, use)).status_code == 404


def test_once_handed_in_the_marks_stay_and_offer_no_change(story: Story, amina: Client) -> None:
    story.complete()
    use = story.attempt.uses.get().pk
    amina.post(page_of(story, use), {**SAID, "passage": "I asked"})
    story.submit()
    shown = amina.get(page_of(story, use)).content.decode()
    assert "stay as they are" in shown
    assert "“I asked”" in shown
    assert "Mark this place" not in shown
    assert amina.post(page_of(story, use), {**SAID, "passage": "I"}).status_code == 409
    assert media.Mark.objects.count() == 1


def test_the_page_takes_no_more_than_25_queries(
    story: Story, amina: Client, django_assert_max_num_queries: type
) -> None:
    page = page_of(story, story.add_text())
    with django_assert_max_num_queries(25):
        assert amina.get(page).status_code == 200
