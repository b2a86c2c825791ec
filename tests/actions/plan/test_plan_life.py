"""From a draft to a plan in force: each verb does it, refuses whom it must, and is safe twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions import plan as verbs
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.records.facts.plan import plans_of
from longleaf.records.models import audit, credit, notice
from longleaf.records.models import plan as rows
from tests.people import NOW, TODAY, Cast
from tests.plans import (
    a_plan,
    a_plan_in_force,
    a_plan_under_review,
    a_reviewed_plan,
    a_submitted_plan,
    an_element,
    mark_all,
)

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def teacher(cast: Cast) -> credit.License:
    return credit.License.objects.create(
        person=cast.amina,
        kind="teacher",
        grade_span="K-5",
        cycle_began_on=date(2022, 7, 1),
        expires_on=date(2027, 6, 30),
    )


def test_a_draft_that_lacks_something_is_not_submitted_and_says_why(cast: Cast) -> None:
    plan = a_plan(cast, is_whole=False)
    with pytest.raises(ProblemsError) as refused:
        verbs.submit_plan(by=cast.acting(cast.chloe), plan=plan.pk, now=NOW)
    assert "No outcome measure is named." in {one.reason for one in refused.value.problems}
    assert not plan.versions.exists()


def test_a_whole_plan_is_submitted_once(cast: Cast) -> None:
    review = a_submitted_plan(cast)
    assert review.version.number == 1
    assert [one.key for one in review.version.measures.all()] == ["m1"]
    with pytest.raises(AlreadyDoneError):
        verbs.submit_plan(by=cast.acting(cast.chloe), plan=review.plan_id, now=NOW)
    assert audit.AuditEvent.objects.filter(verb="plan.submitted").count() == 1
    assert notice.Notice.objects.filter(person=cast.dev, kind="plan_submitted").exists()


def test_a_submission_with_a_section_emptied_in_another_tab_is_not_made(cast: Cast) -> None:
    plan = a_plan(cast)
    from longleaf.actions.plan.submit import text_digest  # noqa: PLC0415 - what the page showed

    shown = text_digest(plan)
    section = plan.sections.get(key="measures")
    verbs.save_section(
        by=cast.acting(cast.ada),
        plan=plan.pk,
        key="measures",
        revision=section.revision,
        data={},
        now=NOW,
    )
    with pytest.raises(StaleTextError):
        verbs.submit_plan(by=cast.acting(cast.chloe), plan=plan.pk, digest=shown, now=NOW)
    assert not plan.versions.exists()


def test_another_lea_finds_no_plan(cast: Cast) -> None:
    plan = a_plan(cast)
    eve = cast.acting(cast.eve)
    with pytest.raises(NoSuchRecordError):
        verbs.save_section(by=eve, plan=plan.pk, key="competency", revision=1, now=NOW)
    with pytest.raises(NoSuchRecordError):
        verbs.submit_plan(by=eve, plan=plan.pk, now=NOW)


def test_the_department_finds_no_draft(cast: Cast) -> None:
    plan = a_plan(cast)
    with pytest.raises(NoSuchRecordError):
        verbs.comment_on_plan(
            by=cast.acting(cast.dev), plan=plan.pk, element="competency", text="Hm.", now=NOW
        )


def test_a_question_stops_the_review_until_it_is_answered(cast: Cast) -> None:
    review = a_plan_under_review(cast)
    mark_all(cast, review.pk)
    dev, chloe = cast.acting(cast.dev), cast.acting(cast.chloe)
    question = verbs.ask_question(
        by=dev, review=review.pk, element="measures", text="Whose tests?", now=NOW
    )
    with pytest.raises(AlreadyDoneError):
        verbs.complete_review(by=dev, review=review.pk, version=1, now=NOW)
    verbs.answer_question(by=chloe, question=question, text="The district's.", now=NOW)
    with pytest.raises(AlreadyDoneError):
        verbs.answer_question(by=chloe, question=question, text="Again.", now=NOW)
    verbs.complete_review(by=dev, review=review.pk, version=1, now=NOW)
    review.refresh_from_db()
    assert review.stage == "complete"
    assert review.decision_hash
    assert not review.is_approval


def test_two_reviewers_who_complete_at_once_complete_it_once(cast: Cast) -> None:
    review = a_plan_under_review(cast)
    mark_all(cast, review.pk)
    dev = cast.acting(cast.dev)
    verbs.complete_review(by=dev, review=review.pk, version=1, now=NOW)
    with pytest.raises(AlreadyDoneError):
        verbs.complete_review(by=dev, review=review.pk, version=1, now=NOW)


def test_two_reviewers_who_mark_one_element_are_told(cast: Cast) -> None:
    review = a_plan_under_review(cast)
    dev = cast.acting(cast.dev)
    mark: dict[str, Any] = {"by": dev, "review": review.pk, "element": "measures", "now": NOW}
    verbs.mark_element(**mark, mark="there", seen=0)
    with pytest.raises(StaleTextError):
        verbs.mark_element(**mark, mark="missing", seen=0)
    assert review.marks.count() == 1


def test_a_review_is_not_completed_with_an_element_unread(cast: Cast) -> None:
    review = a_plan_under_review(cast)
    with pytest.raises(ProblemsError):
        verbs.complete_review(by=cast.acting(cast.dev), review=review.pk, version=1, now=NOW)


def test_nothing_starts_before_the_review_is_complete(cast: Cast) -> None:
    review = a_plan_under_review(cast)
    with pytest.raises(ProblemsError, match="not complete"):
        verbs.start_plan(
            by=cast.acting(cast.chloe), plan=review.plan_id, version=1, first=TOMORROW, now=NOW
        )


def test_the_database_itself_keeps_what_was_not_reviewed_out_of_force(cast: Cast) -> None:
    review = a_plan_under_review(cast)
    with pytest.raises(IntegrityError, match="review"), transaction.atomic():
        rows.PlanForce.objects.create(
            plan=review.plan,
            version=review.version,
            review=review,
            first_on=TOMORROW,
            started_by=cast.chloe,
            started_at=NOW,
        )


def test_a_version_never_changes(cast: Cast) -> None:
    version = a_submitted_plan(cast).version
    version.title = "Another"
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        version.delete()


def test_the_plan_covers_from_its_first_day_and_not_before(
    cast: Cast, teacher: credit.License
) -> None:
    plan = a_plan_in_force(cast, first=TOMORROW, last=TOMORROW + timedelta(days=9))
    assert plans_of([cast.amina.pk], TODAY) == {}
    found = plans_of([cast.amina.pk, cast.ezra.pk], TOMORROW)
    assert list(found) == [cast.amina.pk]
    assert found[cast.amina.pk].title == plan.title
    assert found[cast.amina.pk].waivers[0].instead[0].competencies == (an_element().identifier,)
    assert plans_of([cast.amina.pk], TOMORROW + timedelta(days=10)) == {}


def test_who_must_agree_is_not_covered_before(cast: Cast, teacher: credit.License) -> None:
    plan = a_plan_in_force(cast, coverage={"consent": "consent"})
    assert plans_of([cast.amina.pk], TODAY) == {}
    member = plan.members.get()
    with pytest.raises(NoSuchRecordError):
        verbs.consent_to_plan(by=cast.acting(cast.ezra), member=member.pk, now=NOW)
    verbs.consent_to_plan(by=cast.acting(cast.amina), member=member.pk, now=NOW)
    assert cast.amina.pk in plans_of([cast.amina.pk], TODAY)


def test_nobody_is_covered_by_two_plans_on_one_day(cast: Cast, teacher: credit.License) -> None:
    a_plan_in_force(cast)
    other = a_reviewed_plan(cast)
    with pytest.raises(ProblemsError, match="another plan"):
        verbs.start_plan(
            by=cast.acting(cast.chloe), plan=other.pk, version=1, first=TOMORROW, now=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.PlanMember.objects.create(
            plan=other, person=cast.amina, first_on=TOMORROW, added_at=NOW
        )


def test_a_school_of_another_lea_cannot_be_covered(cast: Cast) -> None:
    with pytest.raises(ProblemsError, match="another LEA"):
        a_submitted_plan(cast, coverage={"schools": [str(cast.south_school.pk)]})


def test_an_amendment_takes_the_place_of_the_version_in_force(
    cast: Cast, teacher: credit.License
) -> None:
    plan = a_plan_in_force(cast)
    chloe, dev = cast.acting(cast.chloe), cast.acting(cast.dev)
    section = plan.sections.get(key="competency")
    verbs.save_section(
        by=chloe,
        plan=plan.pk,
        key="competency",
        revision=section.revision,
        changes={"text": [section.data["text"] + " It is amended."]},
        now=NOW,
    )
    verbs.submit_plan(by=chloe, plan=plan.pk, note="A sentence more", now=NOW)
    review = plan.reviews.get(stage="submitted")
    verbs.assign_plan_reviewers(
        by=dev, review=review.pk, persons=[cast.dev.pk], due_on=None, now=NOW
    )
    mark_all(cast, review.pk)
    verbs.complete_review(by=dev, review=review.pk, version=2, now=NOW)
    verbs.start_plan(by=chloe, plan=plan.pk, version=2, first=TOMORROW, now=NOW)
    assert [(one.first_on, one.last_on) for one in plan.forces.all()] == [
        (TODAY, TODAY),
        (TOMORROW, None),
    ]
    assert plan.members.count() == 1
    assert plans_of([cast.amina.pk], TOMORROW)[cast.amina.pk].id.endswith(":2")
    with pytest.raises(AlreadyDoneError, match="superseded"):
        verbs.begin_amendment(by=chloe, plan=plan.pk, version=1, now=NOW)
    with pytest.raises(AlreadyDoneError, match="superseded"):
        verbs.submit_plan(by=chloe, plan=plan.pk, based_on=1, now=NOW)


def test_whoever_leaves_is_covered_until_the_last_day(cast: Cast, teacher: credit.License) -> None:
    plan = a_plan_in_force(cast)
    chloe = cast.acting(cast.chloe)
    verbs.release_person(by=chloe, plan=plan.pk, person=cast.amina.pk, last=TODAY, now=NOW)
    assert cast.amina.pk in plans_of([cast.amina.pk], TODAY)
    assert plans_of([cast.amina.pk], TOMORROW) == {}
    verbs.cover_person(by=chloe, plan=plan.pk, person=cast.amina.pk, first=TOMORROW, now=NOW)
    assert cast.amina.pk in plans_of([cast.amina.pk], TOMORROW)
    with pytest.raises(NoSuchRecordError):
        verbs.cover_person(by=chloe, plan=plan.pk, person=cast.ezra.pk, first=TOMORROW, now=NOW)


def test_a_plan_that_ends_covers_nobody_after(cast: Cast, teacher: credit.License) -> None:
    plan = a_plan_in_force(cast)
    chloe = cast.acting(cast.chloe)
    with pytest.raises(ProblemsError):
        verbs.end_plan(by=chloe, plan=plan.pk, last=TODAY, because=" ", now=NOW)
    verbs.end_plan(by=chloe, plan=plan.pk, last=TODAY, because="It did its work.", now=NOW)
    assert plans_of([cast.amina.pk], TOMORROW) == {}
    with pytest.raises(AlreadyDoneError):
        verbs.end_plan(by=chloe, plan=plan.pk, last=TODAY, because="Again.", now=NOW)
    assert notice.Notice.objects.filter(person=cast.amina, kind="plan_ends").count() == 1


def test_two_who_write_in_one_section_lose_no_word(cast: Cast) -> None:
    plan = a_plan(cast)
    save: dict[str, Any] = {"plan": plan.pk, "key": "connection", "revision": 2, "now": NOW}
    chloe, ada = cast.acting(cast.chloe), cast.acting(cast.ada)
    verbs.save_section(by=chloe, changes={"goals[g1].title": ["Chloe's title"]}, **save)
    verbs.save_section(by=ada, changes={"goals[g1].source": ["Ada's source"]}, **save)
    section = plan.sections.get(key="connection")
    goal = section.data["goals"][0]
    assert (goal["title"], goal["source"]) == ("Chloe's title", "Ada's source")
    with pytest.raises(verbs.SectionChangedError) as clash:
        verbs.save_section(by=ada, changes={"goals[g1].title": ["Ada's title"]}, **save)
    assert clash.value.conflicts == {"goals[g1].title": ["Chloe's title"]}
    aside = section.texts.get(base=2)
    assert aside.data["goals"][0]["title"] == "Ada's title"
    section.refresh_from_db()
    assert section.data["goals"][0]["title"] == "Chloe's title"
    verbs.settle_text(by=ada, text=aside.pk, now=NOW)
    with pytest.raises(AlreadyDoneError):
        verbs.settle_text(by=ada, text=aside.pk, now=NOW)


def test_a_published_plan_is_begun_from_without_its_people(
    cast: Cast, teacher: credit.License
) -> None:
    plan = a_plan_in_force(cast, coverage={"people": cast.amina.email})
    verbs.publish_plan(by=cast.acting(cast.chloe), plan=plan.pk, now=NOW)
    plan.refresh_from_db()
    begun = verbs.begin_plan(
        by=cast.acting(cast.eve),
        organization=cast.southfield.pk,
        kind=plan.kind,
        title="Ours",
        source=plan.shown_id,
        now=NOW,
    )
    coverage = rows.PlanSection.objects.get(plan=begun, key="coverage").data["coverage"]
    assert (coverage["people"], coverage["starts_on"], coverage["kinds"]) == ("", "", ["teacher"])
