"""A small registry: three concepts with their usages, and a group of three that decides."""

from datetime import date, timedelta
from uuid import UUID

from longleaf.actions import term as verbs
from longleaf.domain.organization.actor import Actor
from longleaf.records.models import term as rows
from tests.people import NOW, Cast

RULE = {
    "comment_days": 10,
    "quorum": "1/2",
    "majority": "2/3",
    "objections_answered": True,
    "source": "the group's own, of January 2026",
}
AFTER = NOW + timedelta(days=10)
"""The first day after comments that open at NOW have closed."""


def a_registry() -> None:
    """Reviewer, who is also called assessor; rater; and badge."""
    a_concept("reviewer", "Who judges evidence.", avoided="evaluator")
    a_usage("reviewer", 1, "reviewer", "Digital Promise", is_basis=True)
    a_usage("reviewer", 2, "assessor", "BloomBoard")
    a_concept("rater", "Who gives a rating of an educator's work.")
    a_usage("rater", 1, "rater", "A state's evaluation process")
    a_concept("badge", "What an educator displays.")
    a_usage("badge", 1, "badge", "A state's glossary")
    settled()


def a_concept(key: str, definition: str, *, word: str = "", avoided: str = "") -> rows.Concept:
    made = rows.Concept.objects.create(
        jurisdiction="north_carolina",
        key=key,
        definition=definition,
        source="a test",
        sure="seen",
        status="observed",
        is_spoken=True,
        created_at=NOW,
    )
    made.labels.create(text=word or key, kind="preferred")
    if avoided:
        made.labels.create(text=avoided, kind="avoided")
    return made


def a_usage(key: str, number: int, word: str, who: str, *, is_basis: bool = False) -> rows.Usage:
    return rows.Usage.objects.create(
        concept=rows.Concept.objects.get(key=key),
        number=number,
        word=word,
        says="Somebody who reads what was handed in.",
        who=who,
        kind="program",
        citation=f"{who}, its pages",
        verified_on=date(2026, 1, 5),
        sure="seen",
        is_basis=is_basis,
        recorded_at=NOW,
    )


def settled() -> None:
    """What is read is kept until the latest change: say that there was one."""
    rows.ConceptChange.objects.create(
        concept=rows.Concept.objects.get(key="badge"), verb="loaded", at=NOW
    )


def a_group(cast: Cast) -> rows.WorkGroup:
    """The Department (Dev votes), Northfield (Chloe) and Southfield (Eve)."""
    group = rows.WorkGroup.objects.create(
        slug="group",
        title="Common Language Group",
        purpose="To agree on words.",
        convened_by=cast.department,
        source="a test",
        verified_on="2026-01",
        rule=RULE,
    )
    for place, person, role in (
        (cast.department, cast.dev, "Chair"),
        (cast.northfield, cast.chloe, "Member"),
        (cast.southfield, cast.eve, "Member"),
    ):
        group.members.create(organization=place, person=person, role=role)
    for position, key in enumerate(("report", "terms", "framework", "guide")):
        group.deliverables.create(key=key, position=position, title=key.title(), changed_at=NOW)
    return group


def proposed(by: Actor, *, word: str = "assessor", rests_on: tuple[int, ...] = (2,)) -> UUID:
    """A proposal that reviewers be called otherwise."""
    return verbs.propose_term(
        by=by,
        concept="reviewer",
        word=word,
        plural="",
        definition="Who judges evidence against a rubric.",
        reason="More programs say so.",
        rests_on=list(rests_on),
        now=NOW,
    )


def adopted(cast: Cast, proposal: UUID) -> None:
    """Comments opened, all in favor, and decided on the first day after them."""
    dev = cast.acting(cast.dev)
    verbs.open_comments(by=dev, proposal=proposal, now=NOW)
    for person in (cast.dev, cast.chloe, cast.eve):
        verbs.vote_on_proposal(by=cast.acting(person), proposal=proposal, vote="for", now=NOW)
    verbs.decide_proposal(by=dev, proposal=proposal, minutes="All were for it.", now=AFTER)
