"""Plans that tests begin with: written whole, submitted, reviewed, in force."""

from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from longleaf.actions import plan as verbs
from longleaf.domain.framework.framework import Framework, framework_from_yaml
from longleaf.policy.pack import find_jurisdiction
from longleaf.records.models import framework as frameworks
from longleaf.records.models import plan as rows
from tests.people import NOW, TODAY, Cast

KIND = "alternative_renewal_plan"
WORDS = (
    "A teacher under this plan shows that questions planned for the middle of a lesson change what"
    " happens next in it. We look for lessons that turn on what students answered, and for fewer"
    " students who need the same unit twice."
)


def an_element() -> frameworks.Element:
    """Element IV-h of the teaching standards as the pack names it, made once."""
    told = _standards()
    framework, _ = frameworks.Framework.objects.get_or_create(
        identifier=told.urn,
        defaults={
            "slug": told.slug,
            "title": told.title,
            "short_title": told.short_title,
            "publisher": told.owner,
            "source": told.source,
        },
    )
    one = told.element("IV-h")
    element, _ = frameworks.Element.objects.get_or_create(
        identifier=one.urn,
        defaults={
            "framework": framework,
            "code": one.code,
            "statement": one.title,
            "position": 1,
        },
    )
    return element


@cache
def _standards() -> Framework:
    path = find_jurisdiction("north_carolina") / "frameworks/ncpts.yaml"
    return framework_from_yaml(path.read_text(encoding="utf-8"), name=path.name)


def whole_plan(microcredential: str = "") -> dict[str, dict[str, Any]]:
    """Every section of a plan that lacks nothing: the total is waived for teachers."""
    return {
        "competency": {"text": WORDS},
        "connection": {
            "text": WORDS,
            "goals": [
                {
                    "key": "g1",
                    "title": "Fewer students repeat a unit",
                    "source": "Plan 2025–27, goal 2",
                }
            ],
            "competencies": [
                {
                    "key": "c1",
                    "title": "Uses answers to turn a lesson",
                    "element": "ncpts IV-h",
                    "goals": ["g1"],
                    "microcredentials": [microcredential] if microcredential else [],
                    "kinds": ["teacher"],
                    "processes": ["p1"],
                }
            ],
        },
        "processes": {
            "text": WORDS,
            "processes": [
                {
                    "key": "p1",
                    "title": "Peer review",
                    "kind": "peer_review",
                    "description": "Two reviewers judge the evidence by the rubric.",
                }
            ],
        },
        "waivers": {
            "waivers": [
                {
                    "key": "w1",
                    "kinds": ["teacher"],
                    "competencies": ["c1"],
                    "at_least": "1",
                    "reason": "What is shown in lessons says more than hours.",
                }
            ]
        },
        "standards": {"text": WORDS},
        "measures": {
            "measures": [
                {
                    "key": "m1",
                    "title": "Students who repeat a unit",
                    "goals": ["g1"],
                    "unit": "percent",
                    "baseline": "24",
                    "baseline_on": "2025-05-30",
                    "target": "15",
                    "due_on": "2027-05-28",
                    "source": "The unit tests' report of each school",
                    "reported": "yearly",
                }
            ]
        },
        "coverage": {
            "coverage": {
                "who": "chosen",
                "kinds": ["teacher"],
                "starts_on": "2026-07-01",
                "consent": "notice",
            }
        },
    }


def a_plan(
    cast: Cast,
    *,
    coverage: dict[str, Any] | None = None,
    is_whole: bool = True,
    now: datetime = NOW,
) -> rows.Plan:
    """A draft of Northfield's by Chloe; whole unless told otherwise."""
    an_element()
    chloe = cast.acting(cast.chloe)
    plan = verbs.begin_plan(
        by=chloe, organization=cast.northfield.pk, kind=KIND, title="Mastery first", now=now
    )
    if is_whole:
        for key, data in whole_plan().items():
            given = (
                {"coverage": {**data["coverage"], **(coverage or {})}}
                if key == "coverage"
                else data
            )
            verbs.save_section(by=chloe, plan=plan, key=key, revision=1, data=given, now=now)
    return rows.Plan.objects.get(pk=plan)


def a_submitted_plan(cast: Cast, *, now: datetime = NOW, **options: Any) -> rows.PlanReview:
    plan = a_plan(cast, now=now, **options)
    verbs.submit_plan(by=cast.acting(cast.chloe), plan=plan.pk, now=now)
    return plan.reviews.get()


def a_plan_under_review(cast: Cast, *, now: datetime = NOW, **options: Any) -> rows.PlanReview:
    review = a_submitted_plan(cast, now=now, **options)
    verbs.assign_plan_reviewers(
        by=cast.acting(cast.dev), review=review.pk, persons=[cast.dev.pk], due_on=None, now=now
    )
    review.refresh_from_db()
    return review


def mark_all(cast: Cast, review: UUID, *, now: datetime = NOW) -> None:
    for key in whole_plan():
        verbs.mark_element(
            by=cast.acting(cast.dev), review=review, element=key, mark="there", now=now
        )


def a_reviewed_plan(cast: Cast, *, now: datetime = NOW, **options: Any) -> rows.Plan:
    review = a_plan_under_review(cast, now=now, **options)
    mark_all(cast, review.pk, now=now)
    verbs.complete_review(
        by=cast.acting(cast.dev), review=review.pk, version=review.version.number, now=now
    )
    return review.plan


def a_plan_in_force(
    cast: Cast,
    *,
    first: date = TODAY,
    last: date | None = None,
    now: datetime = NOW,
    **options: Any,
) -> rows.Plan:
    plan = a_reviewed_plan(cast, now=now, **options)
    verbs.start_plan(
        by=cast.acting(cast.chloe), plan=plan.pk, version=1, first=first, last=last, now=now
    )
    return plan
