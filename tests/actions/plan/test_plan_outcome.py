"""What a plan achieved: figures kept for good, yearly reports sent, people reminded and covered."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions import plan as verbs
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import Actor, system
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.domain.plan.outcome import Progress
from longleaf.records.models import audit, credit, notice
from longleaf.records.models import organization as people
from longleaf.records.models import plan as rows
from longleaf.records.models import plan_outcome as outcomes
from longleaf.records.queries.plan_compared import compared
from longleaf.records.queries.plan_outcome import outcomes_of, year_of, year_report
from tests.people import NOW, TODAY, Cast
from tests.plans import a_plan_in_force, a_reviewed_plan

A_YEAR_LATER = NOW + timedelta(days=366)
LATER_DAY = TODAY + timedelta(days=366)
WORDS = {"practice": "Lessons turn on what students answered.", "limits": "", "next": "We go on."}


@pytest.fixture
def plan(cast: Cast) -> rows.Plan:
    credit.License.objects.create(
        person=cast.amina,
        kind="teacher",
        grade_span="K-5",
        cycle_began_on=date(2022, 7, 1),
        expires_on=date(2027, 6, 30),
    )
    return a_plan_in_force(cast)


def _report(cast: Cast, plan: rows.Plan, figure: str = "19", **given: str) -> int:
    return verbs.report_figure(
        by=cast.acting(cast.chloe),
        plan=plan.pk,
        measure="m1",
        day=given.pop("day", "2026-05-29"),
        figure=figure,
        now=A_YEAR_LATER,
        **given,
    )


def test_a_reported_figure_shows_how_far_the_measure_is(cast: Cast, plan: rows.Plan) -> None:
    _report(cast, plan, size="1200", note="All six schools")
    shown = outcomes_of(cast.acting(cast.chloe), plan.pk, on=LATER_DAY).measure("m1")
    assert shown.finding.progress is Progress.ON_TRACK
    assert [(one.figure, one.size, one.by) for one in shown.lines] == [
        ("19", 1200, cast.chloe.name)
    ]
    assert audit.AuditEvent.objects.filter(verb="plan.figure_reported").count() == 1


def test_a_day_is_reported_once(cast: Cast, plan: rows.Plan) -> None:
    _report(cast, plan)
    with pytest.raises(AlreadyDoneError):
        _report(cast, plan, "18")


def test_a_correction_is_a_new_line_and_the_old_one_stays(cast: Cast, plan: rows.Plan) -> None:
    line = _report(cast, plan, "16")
    chloe = cast.acting(cast.chloe)
    verbs.correct_figure(
        by=chloe, line=line, figure="19", because="A school was missing.", now=A_YEAR_LATER
    )
    shown = outcomes_of(chloe, plan.pk, on=LATER_DAY).measure("m1")
    assert [(one.figure, one.is_corrected) for one in shown.lines] == [("19", False), ("16", True)]
    assert shown.finding.latest
    assert shown.finding.latest.figure == 19
    with pytest.raises(AlreadyDoneError):
        verbs.correct_figure(by=chloe, line=line, figure="20", because="Again", now=A_YEAR_LATER)


def test_a_figure_is_taken_back_with_a_reason_alone(cast: Cast, plan: rows.Plan) -> None:
    line, chloe = _report(cast, plan), cast.acting(cast.chloe)
    with pytest.raises(ProblemsError):
        verbs.correct_figure(by=chloe, line=line, figure="", because=" ", now=A_YEAR_LATER)
    verbs.correct_figure(by=chloe, line=line, figure="", because="Wrong tests", now=A_YEAR_LATER)
    shown = outcomes_of(chloe, plan.pk, on=LATER_DAY).measure("m1")
    assert shown.finding.progress is Progress.NO_REPORT


def test_a_line_cannot_change_in_the_database_either(cast: Cast, plan: rows.Plan) -> None:
    _report(cast, plan)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        outcomes.PlanFigure.objects.update(figure="1")
    line = outcomes.PlanFigure.objects.get()
    line.corrects_id, line.measure = line.pk, "m2"
    line.pk = line.pk + 1
    with pytest.raises(IntegrityError, match="same measure"), transaction.atomic():
        line.save(force_insert=True)


def test_nothing_is_reported_before_the_plan_is_in_force(cast: Cast) -> None:
    with pytest.raises(AlreadyDoneError):
        _report(cast, a_reviewed_plan(cast))


def test_only_those_who_write_the_plan_report(cast: Cast, plan: rows.Plan) -> None:
    for person in (cast.amina, cast.dev, cast.eve):
        with pytest.raises(NoSuchRecordError):
            verbs.report_figure(
                by=cast.acting(person), plan=plan.pk, measure="m1", day="2026-05-29", figure="1",
                now=A_YEAR_LATER,
            )  # fmt: skip
        if person is not cast.dev:
            with pytest.raises(NoSuchRecordError):
                outcomes_of(cast.acting(person), plan.pk, on=LATER_DAY)


FILE = b"measure,day,figure,size\nm1,2026-05-29,19,1200\nm1,2026-11-20,x,10\n"


def test_a_file_with_a_wrong_row_keeps_nothing_unless_the_good_rows_are_wanted(
    cast: Cast, plan: rows.Plan
) -> None:
    chloe = cast.acting(cast.chloe)
    with pytest.raises(ProblemsError) as refused:
        verbs.import_figures(
            by=chloe, plan=plan.pk, content=FILE, keep_good=False, now=A_YEAR_LATER
        )
    assert [one.where for one in refused.value.problems] == ["line 3, figure"]
    assert not outcomes.PlanFigure.objects.exists()
    done = verbs.import_figures(
        by=chloe, plan=plan.pk, content=FILE, keep_good=True, now=A_YEAR_LATER
    )
    assert (done.kept, len(done.problems)) == (1, 1)
    again = verbs.read_figures(by=chloe, plan=plan.pk, content=FILE, now=A_YEAR_LATER)
    assert again.known == (2,)


def _send(
    cast: Cast, plan: rows.Plan, by: Actor | None = None, now: datetime = A_YEAR_LATER, **more: str
) -> object:
    words = {**WORDS, **more}
    return verbs.send_year_report(
        by=by or cast.acting(cast.chloe),
        plan=plan.pk,
        first=TODAY,
        revision=outcomes.PlanYear.objects.count(),
        words=words,
        now=now,
    )


def test_a_years_report_is_put_together_and_reaches_the_department(
    cast: Cast, plan: rows.Plan
) -> None:
    _report(cast, plan, size="1200")
    _report(cast, plan, "18", day="2026-11-20", size="4")
    sent = _send(cast, plan)
    assert notice.Notice.objects.filter(person=cast.dev, kind="plan_year").exists()
    shown = year_report(cast.acting(cast.dev), sent)  # type: ignore[arg-type]  # an identifier
    measure = shown.data["measures"][0]
    assert (measure["figure"], measure["progress"]) == ("19", "on_track")
    assert [one["figure"] for one in measure["reports"]] == ["19", None]
    assert shown.data["covered"] is None  # one person: too few to be shown
    assert shown.words["practice"] == WORDS["practice"]


def test_a_report_is_sent_once_and_a_corrected_one_comes_after_it(
    cast: Cast, plan: rows.Plan
) -> None:
    _send(cast, plan)
    with pytest.raises(AlreadyDoneError):
        _send(cast, plan)
    _report(cast, plan)
    _send(cast, plan)
    assert [one.number for one in outcomes.PlanYearReport.objects.all()] == [1, 2]


def test_a_report_is_not_sent_before_its_year_is_over_or_without_an_answer(
    cast: Cast, plan: rows.Plan
) -> None:
    last = datetime(2027, 2, 2, 20, tzinfo=NOW.tzinfo)
    with pytest.raises(ProblemsError, match="runs until"):
        _send(cast, plan, now=last)
    with pytest.raises(ProblemsError, match="no answer"):
        _send(cast, plan, now=last + timedelta(days=1), practice=" ")
    assert not outcomes.PlanYear.objects.exists()


def test_a_report_whose_figures_changed_since_it_was_read_is_not_sent(
    cast: Cast, plan: rows.Plan
) -> None:
    chloe = cast.acting(cast.chloe)
    seen = year_of(chloe, plan.pk, TODAY, on=LATER_DAY)
    _report(cast, plan)
    with pytest.raises(StaleTextError):
        verbs.send_year_report(
            by=chloe, plan=plan.pk, first=TODAY, revision=0, words=WORDS, digest=seen.digest,
            now=A_YEAR_LATER,
        )  # fmt: skip


def test_words_saved_in_another_tab_are_not_overwritten(cast: Cast, plan: rows.Plan) -> None:
    chloe = cast.acting(cast.chloe)
    for words, revision in (({"practice": "One"}, 0), ({"practice": "Two"}, 1)):
        verbs.save_year_words(
            by=chloe, plan=plan.pk, first=TODAY, revision=revision, words=words, now=A_YEAR_LATER
        )
    with pytest.raises(StaleTextError):
        verbs.save_year_words(
            by=chloe, plan=plan.pk, first=TODAY, revision=1, words={"next": "!"}, now=A_YEAR_LATER
        )
    assert outcomes.PlanYear.objects.get().words["practice"] == "Two"


def test_the_department_compares_measures_without_small_groups(cast: Cast, plan: rows.Plan) -> None:
    _report(cast, plan, size="9")
    dev = cast.acting(cast.dev)
    found = compared(dev, on=LATER_DAY)
    assert [one.finding.progress for one in found.measures] == [Progress.HIDDEN]
    assert [one.is_over for one in found.years] == [False, True]
    assert not compared(dev, on=LATER_DAY, progress="met").measures
    assert not compared(cast.acting(cast.chloe), on=LATER_DAY).measures


def test_writers_are_reminded_before_a_report_is_due_and_once_it_is_late(
    cast: Cast, plan: rows.Plan
) -> None:
    by = system("plan upkeep")

    def told(days: int) -> int:
        verbs.remind_of_reports(by=by, now=NOW + timedelta(days=days))
        return notice.Notice.objects.filter(person=cast.chloe, kind="plan_report_due").count()

    # The year ends on day 364. The measure is due 30 days later, the yearly report 60.
    assert [told(days) for days in (300, 385, 386, 397, 398, 414, 420, 430, 431, 600)] == [
        0, 1, 1, 2, 2, 3, 3, 4, 4, 4
    ]  # fmt: skip
    with pytest.raises(NotPermittedError):
        verbs.remind_of_reports(by=cast.acting(cast.chloe), now=NOW)


def test_who_begins_later_and_falls_under_the_rule_is_covered_the_next_morning(
    cast: Cast, plan: rows.Plan
) -> None:
    later = NOW + timedelta(days=40)
    day = TODAY + timedelta(days=40)
    for person in (cast.ben, cast.bea):
        people.Role.objects.filter(person=person).delete()
        people.Role.objects.create(
            person=person, kind="educator", organization=cast.northfield, began_on=day
        )
    credit.License.objects.create(
        person=cast.ben, kind="teacher", cycle_began_on=date(2025, 7, 1),
        expires_on=date(2030, 6, 30),
    )  # fmt: skip
    by = system("plan upkeep")
    assert verbs.cover_beginners(by=by, now=later) == 1
    assert verbs.cover_beginners(by=by, now=later) == 0
    made = plan.members.get(person=cast.ben)
    assert (made.first_on, made.last_on) == (day, None)
    assert notice.Notice.objects.filter(person=cast.ben, kind="plan_joined").exists()


def test_who_left_a_plan_is_not_covered_again_by_itself(cast: Cast, plan: rows.Plan) -> None:
    verbs.release_person(
        by=cast.acting(cast.chloe), plan=plan.pk, person=cast.amina.pk, last=TODAY, now=NOW
    )
    assert not verbs.cover_beginners(by=system("plan upkeep"), now=NOW + timedelta(days=9))


def test_a_comment_is_mailed_to_ones_own_side_alone(cast: Cast, plan: rows.Plan) -> None:
    verbs.comment_on_plan(
        by=cast.acting(cast.dev), plan=plan.pk, element="measures", text="Hm", now=NOW
    )
    assert not notice.Notice.objects.filter(kind="plan_comment").exists()  # he alone reviews it
    verbs.comment_on_plan(
        by=cast.acting(cast.chloe), plan=plan.pk, element="measures", text="Hm", now=NOW
    )
    told = set(
        notice.Notice.objects.filter(kind="plan_comment").values_list("person__name", flat=True)
    )
    assert cast.dev.name not in told
    assert told
