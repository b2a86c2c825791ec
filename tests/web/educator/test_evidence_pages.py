"""The pages on which an educator hands in evidence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from longleaf.records.models import evidence as rows
from longleaf.records.models import organization as people
from tests.gateways.files import a_picture
from tests.handing_in import ANSWER, Story

DESCRIPTION = {"kind": "audio", "title": "A lesson", "students": "none", "criteria": "pause"}


def signed_in(person: people.Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def amina(story: Story) -> Client:
    return signed_in(story.cast.amina)


def address(name: str, story: Story, *more: object) -> str:
    return reverse(name, args=[story.submission, *more])


def pages(story: Story) -> list[str]:
    use = story.add_text()
    return [
        address("submission", story),
        address("submission_part", story, "context"),
        address("submission_part", story, "artifacts"),
        address("submission_check", story),
        address("submission_withdraw", story),
        address("submission_feedback", story),
        address("artifact_add", story, "artifacts", "recording"),
        address("artifact_edit", story, use),
        address("artifact_remove", story, use),
    ]


def test_every_page_of_a_submission_opens_for_its_educator(story: Story, amina: Client) -> None:
    for page in [reverse("submissions"), *pages(story)]:
        assert amina.get(page).status_code == 200, page


def test_no_page_takes_more_than_25_queries(
    story: Story, amina: Client, django_assert_max_num_queries: type
) -> None:
    for page in [reverse("submissions"), *pages(story)]:
        with django_assert_max_num_queries(25):
            amina.get(page)


def test_for_another_educator_no_page_exists(story: Story) -> None:
    ezra = signed_in(story.cast.ezra)
    for page in pages(story):
        assert ezra.get(page).status_code == 404, page


@pytest.mark.parametrize("name", ["bo", "chloe", "ada", "dev"])
def test_for_those_who_are_no_educators_the_pages_are_closed(story: Story, name: str) -> None:
    other = signed_in(getattr(story.cast, name))
    for page in pages(story):
        assert other.get(page).status_code == 403, page


def test_a_link_asks_before_it_begins_anything(story: Story) -> None:
    ezra = signed_in(story.cast.ezra)
    page = reverse("submission_begin", args=["wait-time"])
    assert ezra.get(page).status_code == 200
    assert rows.Submission.objects.count() == 1
    ezra.post(page)
    assert rows.Submission.objects.count() == 2


def test_what_is_open_already_is_opened_again(story: Story, amina: Client) -> None:
    answer = amina.get(reverse("submission_begin", args=["wait-time"]))
    assert answer["Location"] == address("submission", story)


def test_an_unknown_micro_credential_cannot_be_begun(story: Story, amina: Client) -> None:
    assert amina.get(reverse("submission_begin", args=["unknown"])).status_code == 404


def test_the_list_without_submissions_says_what_to_do(story: Story) -> None:
    ezra = signed_in(story.cast.ezra)
    assert "Find a micro-credential" in ezra.get(reverse("submissions")).content.decode()


FIELD, HIDDEN = "q.context.class", "r.context.class"


def test_answers_are_saved_without_javascript(story: Story, amina: Client) -> None:
    page = address("submission_part", story, "context")
    answer = amina.post(page, {FIELD: ANSWER, HIDDEN: "0"})
    assert answer["Location"] == address("submission_part", story, "artifacts")
    assert story.attempt.responses.get().text == ANSWER


def test_two_tabs_without_javascript_show_both_texts(story: Story, amina: Client) -> None:
    page = address("submission_part", story, "context")
    amina.post(page, {FIELD: "From the first tab.", HIDDEN: "0"})
    answer = amina.post(page, {FIELD: "From the second tab.", HIDDEN: "0"})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "From the first tab." in shown
    assert "From the second tab.</textarea>" in shown
    amina.post(page, {FIELD: "From the second tab.", HIDDEN: "1"})
    assert story.attempt.responses.get().text == "From the second tab."


def save(client: Client, story: Story, **fields: str) -> tuple[int, dict[str, object]]:
    answer = client.post(address("submission_save", story), fields)
    return answer.status_code, answer.json()


def test_a_script_saves_one_field_and_learns_its_revision(story: Story, amina: Client) -> None:
    status, said = save(amina, story, changed=FIELD, **{FIELD: "Some.", HIDDEN: "0"})
    assert (status, said["hidden"]) == (200, {HIDDEN: "1"})
    assert str(said["message"]).startswith("Saved at ")


def test_a_scripts_stale_field_is_a_conflict_with_the_text_that_stands(
    story: Story, amina: Client
) -> None:
    save(amina, story, changed=FIELD, **{FIELD: "First tab.", HIDDEN: "0"})
    status, said = save(amina, story, changed=FIELD, **{FIELD: "Second tab.", HIDDEN: "0"})
    assert (status, said) == (409, {"conflicts": {FIELD: "First tab."}, "hidden": {HIDDEN: "1"}})


def test_what_a_script_had_read_settles_a_lost_acknowledgment(story: Story, amina: Client) -> None:
    save(amina, story, changed=FIELD, **{FIELD: "One", HIDDEN: "0"})
    seen = '{"q.context.class": ["One"]}'
    status, _ = save(amina, story, changed=FIELD, seen=seen, **{FIELD: "One two", HIDDEN: "0"})
    assert status == 200


@pytest.mark.parametrize("seen", ["", "[", "[]", "3", '{"q.context.class": 3}'])
def test_what_a_script_says_it_had_read_may_be_nonsense(
    story: Story, amina: Client, seen: str
) -> None:
    status, _ = save(amina, story, changed=FIELD, seen=seen, **{FIELD: "One", HIDDEN: "x"})
    assert status == 200


def test_a_script_saves_a_declaration(story: Story, amina: Client) -> None:
    save(amina, story, changed="own_work", own_work="yes")
    save(amina, story, changed="students", students="identifiable")
    assert (story.attempt.own_work, story.attempt.students) == (True, "identifiable")
    save(amina, story, changed="own_work")  # unchecked
    assert not story.attempt.own_work


def test_a_script_is_told_that_all_is_submitted(story: Story, amina: Client) -> None:
    story.complete()
    story.submit()
    status, said = save(amina, story, changed=FIELD, **{FIELD: "Late.", HIDDEN: "1"})
    assert status == 410
    assert "no longer change" in str(said["message"])


def test_nobody_elses_script_saves(story: Story) -> None:
    ezra = signed_in(story.cast.ezra)
    assert ezra.post(address("submission_save", story), {FIELD: "Mine."}).status_code == 404


def add(client: Client, story: Story, form: str, **fields: object) -> int:
    page = address("artifact_add", story, "artifacts", "recording")
    return client.post(f"{page}?form={form}", {**DESCRIPTION, **fields}).status_code


def test_a_file_is_added_without_javascript(story: Story, amina: Client) -> None:
    assert add(amina, story, "file", file=SimpleUploadedFile("x.png", a_picture("PNG"))) == 302
    assert rows.Artifact.objects.get().state == "ready"


def test_a_file_without_javascript_that_lies_is_refused_in_words(
    story: Story, amina: Client
) -> None:
    add(amina, story, "file", file=SimpleUploadedFile("x.png", b"<html></html>"))
    page = amina.get(address("submission_part", story, "artifacts")).content.decode()
    assert "Could not be accepted" in page
    assert "a web page" in page


@pytest.mark.parametrize(
    ("form", "fields", "words"),
    [
        ("file", {}, "File"),
        ("link", {"url": "javascript:alert(1)"}, "is not a web address"),
        ("text", {"text": "x", "title": ""}, "Title"),
        ("text", {"text": "x", "students": ""}, "Choose one answer."),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_says_what_to_mend(
    story: Story, amina: Client, form: str, fields: dict[str, str], words: str
) -> None:
    page = address("artifact_add", story, "artifacts", "recording")
    answer = amina.post(f"{page}?form={form}", {**DESCRIPTION, "explanation": "At 4:10", **fields})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert words in shown
    assert "At 4:10" in shown


def test_an_artifact_is_described_anew(story: Story, amina: Client) -> None:
    use = story.add_text()
    amina.post(
        address("artifact_edit", story, use), {**DESCRIPTION, "title": "New", "criteria": []}
    )
    found = rows.ArtifactUse.objects.get(pk=use)
    assert (found.artifact.title, found.criteria) == ("New", [])


def test_a_mark_for_a_criterion_that_passed_before_stays(story: Story, amina: Client) -> None:
    use = story.add_text()
    rows.ArtifactUse.objects.update(criteria=["pause", "follow"])
    amina.post(address("artifact_edit", story, use), {**DESCRIPTION, "criteria": []})
    assert rows.ArtifactUse.objects.get(pk=use).criteria == ["follow"]


def test_only_criteria_judged_from_the_part_are_offered(story: Story, amina: Client) -> None:
    page = amina.get(address("artifact_add", story, "artifacts", "recording")).content.decode()
    assert 'value="pause"' in page
    assert 'value="follow"' not in page


def test_removing_asks_first(story: Story, amina: Client) -> None:
    page = address("artifact_remove", story, story.add_text())
    amina.get(page)
    assert story.attempt.uses.count() == 1
    amina.post(page)
    assert story.attempt.uses.count() == 0


def test_the_last_look_names_what_is_missing_with_links(story: Story, amina: Client) -> None:
    shown = amina.get(address("submission_check", story)).content.decode()
    assert "6 things still missing" in shown
    assert f'href="{address("submission_part", story, "context")}#class"' in shown


DECLARED = {"students": "none", "consent": "", "own_work": "yes", "note": ""}


def test_an_incomplete_submission_is_not_submitted_and_keeps_what_was_declared(
    story: Story, amina: Client
) -> None:
    answer = amina.post(address("submission_submit", story), DECLARED)
    assert answer.status_code == 400
    assert story.row.state == "draft"
    assert story.attempt.own_work


def test_a_double_click_submits_once_and_ends_on_the_same_page(story: Story, amina: Client) -> None:
    story.complete()
    for _ in range(2):
        answer = amina.post(address("submission_submit", story), DECLARED, follow=True)
        assert answer.status_code == 200
    assert story.row.attempts.count() == 1
    assert "no longer change" in answer.content.decode()


def test_a_withdrawn_submission_can_still_be_read(story: Story, amina: Client) -> None:
    story.write()
    amina.post(address("submission_withdraw", story))
    shown = amina.get(address("submission_part", story, "context")).content.decode()
    assert "We waited" in shown
    assert "<textarea" not in shown


def test_a_closed_part_of_a_revision_can_only_be_read(story: Story, amina: Client) -> None:
    story.write()
    rows.Attempt.objects.update(open_criteria=["pause"])
    shown = amina.get(address("submission_part", story, "context")).content.decode()
    assert "Accepted in an earlier attempt" in shown
    assert "<textarea" not in shown


def test_words_of_an_educator_are_never_markup(story: Story, amina: Client) -> None:
    story.write("<script>alert(1)</script> " + ANSWER)
    story.add_text(text="<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    shown = amina.get(address("submission_check", story)).content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert 'href="javascript' not in shown


def test_a_stranger_is_asked_to_sign_in(story: Story) -> None:
    answer = Client().get(address("submission", story))
    assert answer["Location"].startswith(reverse("account_login"))
