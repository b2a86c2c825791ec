"""A plan from its draft to what it achieved: asked, answered, in force, reported a year later.

Every page that somebody comes to is checked for accessibility by the stage.
"""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from longleaf.actions import plan as verbs
from longleaf.actions.award import grant_award
from longleaf.domain.organization.actor import system
from longleaf.gateways.clock import SystemClock
from longleaf.gateways.wiring import ports
from longleaf.records.models import award, credit
from longleaf.records.models import plan as rows
from tests.journeys.harness import PHONE, Person, Stage
from tests.people import NOW, Cast, make_cast
from tests.plans import an_element, mark_all, whole_plan
from tests.stories import a_published_microcredential, a_submitted_attempt

pytestmark = pytest.mark.journey

TITLE = "Mastery first"
FIRST = date(2026, 2, 4)


@pytest.fixture
def cast(stage: Stage) -> Cast:
    made = make_cast()
    version = a_published_microcredential(made)
    version.elements.add(an_element())
    attempt = a_submitted_attempt(made, version=version)
    attempt.state, attempt.outcome, attempt.decided_at = "decided", "earned", NOW
    attempt.save()
    attempt.submission.state = "earned"
    attempt.submission.save()
    grant_award(
        by=system("review"),
        attempt=attempt.pk,
        vault=ports().vault,
        base_url=settings.BASE_URL,
        now=NOW,
    )
    assert award.Award.objects.exists()
    credit.License.objects.create(
        person=made.amina,
        kind="teacher",
        grade_span="K-5",
        cycle_began_on=date(2022, 7, 1),
        expires_on=date(2027, 6, 30),
    )
    credit.EvaluationRating.objects.create(
        person=made.amina, rating="proficient", rated_on=date(2025, 6, 1)
    )
    return made


def test_a_plan_from_its_draft_to_what_it_achieved(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chloe = stage.enter()
    chloe.arrive("chloe@example.org")
    plan = she_begins_a_plan_and_is_told_what_is_missing(chloe)
    she_writes_it(cast, chloe, plan)
    chloe.press("Submit for the Department’s review")
    chloe.reads("It is submitted", "The Department has version 1")

    dev = stage.enter()
    dev.arrive("dev@example.org")
    he_takes_it_up_and_asks(dev)
    question = rows.PlanRemark.objects.get(kind="question")
    verbs.answer_question(
        by=cast.acting(cast.chloe), question=question.pk, text="The district's own.", now=NOW
    )
    he_completes_it(cast, dev)
    she_puts_it_in_force(chloe, plan)

    amina = stage.enter(PHONE)
    amina.arrive("amina@example.org")
    amina.go("standing")
    amina.does_not_read("Waived")
    turn_the_clock_to(monkeypatch, datetime(2026, 2, 4, 15, 0, tzinfo=UTC))
    amina.go("standing")
    amina.reads("Waived")

    turn_the_clock_to(monkeypatch, datetime(2027, 2, 9, 15, 0, tzinfo=UTC))
    she_reports_what_the_measure_shows(chloe, plan)
    she_sends_the_yearly_report(chloe)
    dev.go("plan_outcomes")
    dev.reads("Students who repeat a unit", "On track", "With 95 percent confidence")
    dev.follow("Came in February 9, 2027")
    dev.reads("Lessons turn on what students answered.", "among 1,200", "fewer than 10")


def turn_the_clock_to(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: moment)


def she_begins_a_plan_and_is_told_what_is_missing(chloe: Person) -> rows.Plan:
    chloe.go("planning_new")
    chloe.write("Working title", TITLE)
    chloe.press("Begin this plan")
    chloe.reads("No outcome measure is named.", "Why: The plan includes outcome measures.")
    return rows.Plan.objects.get()


def she_writes_it(cast: Cast, chloe: Person, plan: rows.Plan) -> None:
    """One section in the editor; the others are written as the editor would write them."""
    for key, data in whole_plan("wait-time").items():
        if key == "measures":
            continue
        verbs.save_section(
            by=cast.acting(cast.chloe),
            plan=plan.pk,
            key=key,
            revision=1,
            data=data
            if key != "coverage"
            else {"coverage": {**data[key], "starts_on": FIRST.isoformat()}},
            now=NOW,
        )
    chloe.go("planning_section", plan=plan.pk, section="measures")
    chloe.press("Add: measure")
    for name, text in {
        "title": "Students who repeat a unit",
        "unit": "percent",
        "baseline": "24",
        "baseline_on": "2025-05-30",
        "target": "15",
        "due_on": "2027-05-28",
        "source": "The unit tests' report",
        "reported": "yearly",
    }.items():
        field = chloe.page.locator(f'form#editor [name="measures[m1].{name}"]')
        if name == "reported":
            field.select_option(text)
        else:
            field.fill(text)
    chloe.tick(chloe.page.locator('form#editor [name="measures[m1].goals"][value="g1"]'))
    chloe.press("Save")
    chloe.go("planning_plan", plan=plan.pk)
    chloe.reads("Everything that is asked for is there", "G.S. 115C-270.30")


def he_takes_it_up_and_asks(dev: Person) -> None:
    dev.go("plan_review", review=rows.PlanReview.objects.get().pk)
    dev.tick(dev.page.get_by_label("Dev Raman"))
    dev.write("Due on", "2026-03-03")
    dev.press("Take up the review")
    dev.reads("Due on March 3, 2026", "Below the statute")
    side = dev.page.locator("#section-measures")
    side.get_by_text("Ask or comment").click()
    side.locator("textarea").fill("Whose unit tests are these?")
    with dev.page.expect_navigation():
        side.get_by_role("button", name="Ask the LEA about Outcome measures").click()
    dev.look()
    dev.reads("The question is with the LEA", "Not yet answered")


def he_completes_it(cast: Cast, dev: Person) -> None:
    review = rows.PlanReview.objects.get()
    mark_all(cast, review.pk)
    dev.go("plan_review_complete", review=review.pk)
    dev.reads("a completed review is not an approval", "To decide by a person")
    dev.write("Conditions", "Report the first year's figures to us.")
    dev.press("Complete the review")
    dev.reads("is a review and not an approval", "Report the first year's figures to us.")


def she_puts_it_in_force(chloe: Person, plan: rows.Plan) -> None:
    chloe.go(f"/coordinator/plans/{plan.pk}/preview?version=1")
    chloe.reads("1 person would join", "Amina Reyes", "in mid-cycle")
    chloe.page.locator("#first").fill("2026-01-01")
    with chloe.expecting("status of 400"):
        chloe.press("Put version 1 in force")
    chloe.reads("A plan cannot start before February 3, 2026")
    chloe.page.locator("#first").fill(FIRST.isoformat())
    chloe.press("Put version 1 in force")
    chloe.reads("The day is set", "Begins soon")


def she_reports_what_the_measure_shows(chloe: Person, plan: rows.Plan) -> None:
    chloe.go("planning_outcomes", plan=plan.pk)
    chloe.reads("No report yet")
    chloe.write("Day that it holds for", "2026-05-29")
    chloe.write("Figure (percent)", "19")
    chloe.write("Size of the group", "1200")
    chloe.press("Report this figure")
    chloe.reads("On track", "The figure is on record")


def she_sends_the_yearly_report(chloe: Person) -> None:
    chloe.follow("February 4, 2026 to February 3, 2027")
    chloe.reads("Due on April 5, 2027", "among 1,200")
    chloe.page.locator("#practice").fill("Lessons turn on what students answered.")
    chloe.press("Send the report to the Department")
    chloe.reads("The Department has the report.", "Sent February 9, 2027")
