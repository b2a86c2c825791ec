"""Verbs on usages: record one, move it to another concept, take it out with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.term.rows import home_of, locked, note, require, settle_statuses
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.term.concept import KINDS
from longleaf.domain.term.life import problems_of_retiring
from longleaf.records.models import term as rows
from longleaf.records.queries.proposal import OPEN

_LONGEST_ADDRESS = 500


@transaction.atomic
def record_usage(
    *,
    by: Actor,
    concept: str,
    word: str,
    says: str,
    who: str,
    kind: str,
    where: str,
    when: str,
    citation: str,
    url: str,
    verified_on: date,
    now: datetime,
) -> int:
    """Record how somebody uses a word; gives its number within the concept.

    Raises:
        NoSuchRecordError: If there is no such concept, or the actor records for nobody.
        ProblemsError: If the source is missing, or the day of reading lies ahead.
    """
    home = home_of(by, "record_usage")
    held = locked(concept)
    problems = []
    if held.status == "deprecated":
        problems.append(Problem("concept", "This concept is in use no more.", "Choose another."))
    if kind not in KINDS:
        problems.append(Problem("kind", "It is not said what kind of body this is.", "Choose one."))
    if verified_on > legal_day(now):
        problems.append(Problem("verified_on", "That day has not come yet.", "Give the day."))
    if url and (not url.startswith(("https://", "http://")) or len(url) > _LONGEST_ADDRESS):
        problems.append(Problem("url", "This is no web address.", "Start it with https://."))
    require(
        {"word": (word, 100), "says": (says, 600), "who": (who, 200), "citation": (citation, 600)},
        problems,
    )
    made = add_usage(
        held,
        rows.Usage(
            word=word.strip(),
            says=says.strip(),
            who=who.strip(),
            kind=kind,
            place=where.strip()[:200],
            dated=when.strip()[:40],
            citation=citation.strip(),
            url=url,
            verified_on=verified_on,
            sure="seen",
            recorded_by_id=person_acting(by),
            recorded_at=now,
        ),
    )
    details = {"usage": made.number}
    note(held, "usage_recorded", by=by, organization=home, details=details, now=now)
    settle_statuses()
    return made.number


def add_usage(concept: rows.Concept, made: rows.Usage) -> rows.Usage:
    """Put a usage under a concept that is locked, with the next number."""
    last = rows.Usage.objects.filter(concept=concept).aggregate(last=Max("number"))["last"]
    made.concept, made.number = concept, (last or 0) + 1
    made.save()
    return made


@transaction.atomic
def move_usage(*, by: Actor, concept: str, number: int, into: str, now: datetime) -> int:
    """Put a usage under another concept, which is how a conflict is settled; gives its number.

    Raises:
        NoSuchRecordError: If there is no such usage or concept.
        ProblemsError: If a definition rests on it.
    """
    home = home_of(by, "keep_language")
    held = locked(concept)
    found = _usage(held, number)
    goal = locked(into)
    problems = _rested_on(held, found)
    if goal.pk == held.pk or goal.status == "deprecated":
        problems.append(Problem("into", "It cannot go there.", "Choose another concept."))
    if problems:
        raise ProblemsError(problems)
    number_there = add_usage(goal, found).number
    for one, other in ((held, goal), (goal, held)):
        details = {"usage": number_there, "other": other.key}
        note(one, "usage_moved", by=by, organization=home, details=details, now=now)
    settle_statuses()
    return number_there


@transaction.atomic
def retire_usage(*, by: Actor, concept: str, number: int, because: str, now: datetime) -> None:
    """Take a usage out; it stays on record with the reason.

    Raises:
        NoSuchRecordError: If there is no such usage.
        AlreadyDoneError: If it is out already.
        ProblemsError: If a definition rests on it, or there is no reason.
    """
    home = home_of(by, "keep_language")
    held = locked(concept)
    found = _usage(held, number)
    if found.retired_at is not None:
        message = "This usage was taken out already."
        raise AlreadyDoneError(message)
    problems = _rested_on(held, found)
    require({"because": (because, 600)}, problems)
    found.retired_at, found.retired_because = now, because.strip()
    found.retired_by_id = person_acting(by)
    found.save(update_fields=["retired_at", "retired_because", "retired_by"])
    note(held, "usage_retired", by=by, organization=home, details={"usage": number}, now=now)
    settle_statuses()


def _rested_on(concept: rows.Concept, found: rows.Usage) -> list[Problem]:
    """What rests on a usage: the definition, or one that is proposed."""
    problems = problems_of_retiring(is_basis=found.is_basis, status=concept.status)
    if concept.proposals.filter(state__in=OPEN, rests_on__contains=found.number).exists():
        fix = "Decide on the proposal first, or take it back."
        problems.append(Problem("", "A proposal that is open rests on this usage.", fix))
    return problems


def _usage(concept: rows.Concept, number: int) -> rows.Usage:
    found = rows.Usage.objects.filter(concept=concept, number=number).first()
    if found is None:
        raise NoSuchRecordError
    return found
