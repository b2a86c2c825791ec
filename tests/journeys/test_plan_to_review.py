"""A plan from its draft to its first day: told what is missing, asked, answered, in force.

Every page that somebody comes to is checked for accessibility by the stage.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from longleaf.actions.award import grant_award
from longleaf.domain.organization.actor import system
from longleaf.gateways.clock import SystemClock
from longleaf.gateways.wiring import ports
from longleaf.records.models import award, credit
from longleaf.records.models import plan as rows
from tests.journeys.harness import PHONE, Person, Stage
from tests.people import NOW, Cast, make_cast
from tests.plans import WORDS, an_element
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


def test_a_plan_from_its_draft_to_the_standing_of_its_first_day(
    stage: Stage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = stage.enter(PHONE)
    amina.arrive("amina@example.org")
    amina.go("standing")
    amina.does_not_read(TITLE)

    chloe = stage.enter()
    chloe.arrive("chloe@example.org")
    she_begins_a_plan_and_is_told_what_is_missing(chloe)
    plan = rows.Plan.objects.get()
    she_writes_it(chloe, plan)
    she_looks_at_the_links_and_the_preview(chloe, plan)
    chloe.go("planning_plan", plan=plan.pk)
    chloe.press("Submit for the Department’s review")
    chloe.reads("It is submitted", "The Department has version 1")

    dev = stage.enter()
    dev.sign_in("dev@example.org")
    dev.write("Code", dev.page.locator("main code").first.inner_text())
    dev.press("Sign in")
    he_takes_it_up_and_asks(dev)
    chloe.go("planning_plan", plan=plan.pk)
    chloe.reads("1 question to answer")
    chloe.follow("Answer the Department")
    chloe.page.locator("textarea").first.fill("The district's tests, the same in each school.")
    chloe.press("Send the answer")
    chloe.reads("The Department has your answer")
    he_completes_it(dev)

    chloe.go("planning_plan", plan=plan.pk)
    chloe.reads("The review of version 1 is complete")
    chloe.follow("Read the decision")
    chloe.reads("is a review and not an approval", "Signed by", "Dev Raman")
    she_puts_it_in_force(chloe, plan)

    amina.go("standing")
    amina.does_not_read("Waived")
    morning = datetime(2026, 2, 4, 15, 0, tzinfo=UTC)
    monkeypatch.setattr(SystemClock, "now", lambda _self: morning + timedelta(seconds=1))
    amina.go("standing")
    amina.reads("Waived")
    amina.go("standing_license", license=credit.License.objects.get().pk)
    amina.reads(TITLE)
    amina.go("my_plan", plan=plan.pk)
    amina.reads(TITLE, "covers you by this plan from February 4, 2026")
    chloe.go("planning_coverage", plan=plan.pk)
    chloe.reads("Amina Reyes", "Told")
    chloe.go("planning_plan", plan=plan.pk)
    chloe.press("Publish as an example")
    stranger = stage.enter(PHONE)
    stranger.go("plans")
    stranger.follow(TITLE)
    stranger.reads("Outcome measures", "People are named nowhere on this page.")


def she_begins_a_plan_and_is_told_what_is_missing(chloe: Person) -> None:
    chloe.go("planning")
    chloe.follow("Begin a plan")
    chloe.write("Working title", TITLE)
    chloe.press("Begin this plan")
    chloe.reads("No outcome measure is named.", "Why: The plan includes outcome measures.")


def _section(chloe: Person, plan: rows.Plan, key: str) -> None:
    chloe.go("planning_section", plan=plan.pk, section=key)


def _put(chloe: Person, name: str, text: str) -> None:
    field = chloe.page.locator(f'form#editor [name="{name}"]')
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(text)
    else:
        field.fill(text)


def _tick(chloe: Person, name: str, value: str) -> None:
    chloe.tick(chloe.page.locator(f'form#editor [name="{name}"][value="{value}"]'))


def she_writes_it(chloe: Person, plan: rows.Plan) -> None:
    for key in ("competency", "standards"):
        _section(chloe, plan, key)
        _put(chloe, "text", WORDS)
        chloe.press("Save and go on")
    _section(chloe, plan, "processes")
    _put(chloe, "text", WORDS)
    chloe.press("Add: process")
    _put(chloe, "processes[p1].title", "Peer review")
    _put(chloe, "processes[p1].kind", "peer_review")
    _put(chloe, "processes[p1].description", "Two reviewers judge the evidence.")
    chloe.press("Save")
    _section(chloe, plan, "connection")
    _put(chloe, "text", WORDS)
    chloe.press("Add: goal")
    _put(chloe, "goals[g1].title", "Fewer students repeat a unit")
    _put(chloe, "goals[g1].source", "Improvement plan 2025–27, goal 2")
    chloe.press("Save")
    chloe.press("Add: competency")
    _put(chloe, "competencies[c1].title", "Uses answers to turn a lesson")
    _put(chloe, "competencies[c1].element", "ncpts IV-h")
    _tick(chloe, "competencies[c1].goals", "g1")
    _tick(chloe, "competencies[c1].microcredentials", "wait-time")
    _tick(chloe, "competencies[c1].kinds", "teacher")
    _tick(chloe, "competencies[c1].processes", "p1")
    chloe.press("Save")
    _section(chloe, plan, "waivers")
    chloe.press("Add: waiver")
    _tick(chloe, "waivers[w1].kinds", "teacher")
    _tick(chloe, "waivers[w1].competencies", "c1")
    _put(chloe, "waivers[w1].reason", "What is shown in lessons says more than hours.")
    chloe.press("Save")
    chloe.reads("Below the statute", "G.S. 115C-270.30")
    _section(chloe, plan, "measures")
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
        _put(chloe, f"measures[m1].{name}", text)
    _tick(chloe, "measures[m1].goals", "g1")
    chloe.press("Save")
    _section(chloe, plan, "coverage")
    _put(chloe, "coverage.who", "chosen")
    _tick(chloe, "coverage.kinds", "teacher")
    _put(chloe, "coverage.starts_on", FIRST.isoformat())
    _put(chloe, "coverage.consent", "notice")
    chloe.press("Save and go on")
    chloe.reads("Everything that is asked for is there")


def she_looks_at_the_links_and_the_preview(chloe: Person, plan: rows.Plan) -> None:
    chloe.follow("Map of links")
    chloe.reads("Uses answers to turn a lesson", "Wait Time", "Peer review")
    chloe.go("planning_preview", plan=plan.pk)
    chloe.reads("1 person would join", "Amina Reyes", "in mid-cycle")
    chloe.go("planning_versions", plan=plan.pk)
    chloe.reads("The two are the same")


def he_takes_it_up_and_asks(dev: Person) -> None:
    dev.go("plan_reviews")
    dev.follow(TITLE)
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


def he_completes_it(dev: Person) -> None:
    review = rows.PlanReview.objects.get()
    dev.go("plan_review", review=review.pk)
    dev.reads("the same in each school")
    for key in (
        "competency",
        "connection",
        "processes",
        "waivers",
        "standards",
        "measures",
        "coverage",
    ):
        side = dev.page.locator(f"#section-{key}")
        dev.tick(side.locator(f"#mark-{key}-there"))
        with dev.page.expect_navigation():
            side.get_by_role("button", name="Mark").first.click()
        dev.look()
    dev.follow("Complete the review")
    dev.reads("a completed review is not an approval", "To decide by a person")
    dev.write("Conditions", "Report the first year's figures to us.")
    dev.press("Complete the review")
    dev.reads("Report the first year's figures to us.")


def she_puts_it_in_force(chloe: Person, plan: rows.Plan) -> None:
    chloe.go(f"/coordinator/plans/{plan.pk}/preview?version=1")
    chloe.page.locator("#first").fill("2026-01-01")
    with chloe.expecting("status of 400"):
        chloe.press("Put version 1 in force")
    chloe.reads("A plan cannot start before February 3, 2026")
    chloe.page.locator("#first").fill(FIRST.isoformat())
    chloe.press("Put version 1 in force")
    chloe.reads("The day is set", "Begins soon")
