"""Reads of the lay of the land to count with: statements, and how many answered what.

Everything here is limited to what the actor may read. A district's private notes are in no row
that is read here; answers that are published only as counts are named to the Department alone.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from longleaf.basis.small_cells import hide_small
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.practice.answering import asked
from longleaf.domain.practice.questionnaire import Question, Questionnaire
from longleaf.domain.practice.statement import Statement, Tie, from_answers, read_statement
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.practice import asked_in, inventory_of
from longleaf.records.models import practice as rows

_STAFF = (RoleKind.DEPARTMENT_STAFF,)


@dataclass(frozen=True, slots=True)
class StatementShown:
    """A statement of the inventory, or one that a district's answers make.

    Attributes:
        kind: "practice", "policy", "development" or "evidence".
        organization: The LEA or partner that it is about; None where it is none on record.
        wording: What it says, whole.
        is_old: Whether it is to be looked up again; `old_because` says why.
        fingerprint: SHA-256 of what it says; changes whenever that does, and only then.
    """

    key: str
    kind: str
    topic: str
    title: str
    wording: str
    who: str
    organization: UUID | None
    region: int | None
    level: str
    effect: str
    since: str
    audience: str
    scale: str
    result: str
    source: str
    citation: str
    url: str
    verified_on: date
    version: int
    is_old: bool
    old_because: str
    fingerprint: str
    ties: tuple[Tie, ...]
    is_answer: bool
    is_demo: bool


def statements(by: Actor, *, jurisdiction: str, on: date) -> tuple[StatementShown, ...]:
    """Every statement that the actor may read, by kind and title, each as it stands now."""
    found = [*_of_inventory(jurisdiction, on), *_of_answers(by, jurisdiction, on)]
    return tuple(sorted(found, key=lambda one: (one.kind, one.title, one.who, one.key)))


def statement(by: Actor, key: str, *, jurisdiction: str, on: date) -> StatementShown:
    """One statement.

    Raises:
        NoSuchRecordError: If there is none within reach.
    """
    for one in statements(by, jurisdiction=jurisdiction, on=on):
        if one.key == key:
            return one
    raise NoSuchRecordError


def fingerprints(by: Actor, *, jurisdiction: str, on: date) -> Mapping[str, str]:
    """Key of each statement to its fingerprint; one that is withdrawn is gone."""
    found = statements(by, jurisdiction=jurisdiction, on=on)
    return {one.key: one.fingerprint for one in found}


def _of_inventory(jurisdiction: str, on: date) -> list[StatementShown]:
    latest = (
        rows.InventoryVersion.objects.filter(entry__jurisdiction=jurisdiction)
        .select_related("entry__organization")
        .order_by("entry_id", "-number")
        .distinct("entry_id")
    )
    found = []
    for row in latest:
        if row.is_withdrawn:
            continue
        told = read_statement({**row.data, "verified_on": row.verified_on})
        place = row.entry.organization
        found.append(
            _shown(
                told,
                jurisdiction,
                on,
                organization=place.pk if place else None,
                region=place.region if place else None,
                version=row.number,
                is_answer=False,
                is_demo=bool(place and place.is_demo),
            )
        )
    return found


def _of_answers(by: Actor, jurisdiction: str, on: date) -> list[StatementShown]:
    reach = by.reach(_STAFF)
    found = []
    asking = newest_asking(jurisdiction)
    if asking is None:
        return []
    questionnaire = asked_in(asking)
    for version in _latest_versions(asking):
        place = version.sheet.organization
        for told in from_answers(
            questionnaire,
            version.answers,
            slug=place.slug,
            who=place.name,
            said_on=version.submitted_on,
        ):
            if told.shown != "named" and place.pk not in reach:
                continue
            found.append(
                _shown(
                    told,
                    jurisdiction,
                    on,
                    organization=place.pk,
                    region=place.region,
                    version=version.number,
                    is_answer=True,
                    is_demo=place.is_demo,
                )
            )
    return found


def _shown(
    told: Statement,
    jurisdiction: str,
    on: date,
    *,
    organization: UUID | None,
    region: int | None,
    version: int,
    is_answer: bool,
    is_demo: bool,
) -> StatementShown:
    because = inventory_of(jurisdiction).age.old(told, on=on)
    return StatementShown(
        key=told.key,
        kind=told.kind,
        topic=told.topic,
        title=told.title,
        wording=told.words,
        who=told.who,
        organization=organization,
        region=region,
        level=told.level,
        effect=told.effect,
        since=told.since,
        audience=told.audience,
        scale=told.scale,
        result=told.result,
        source=told.source,
        citation=told.citation,
        url=told.url,
        verified_on=told.verified_on,
        version=version,
        is_old=bool(because),
        old_because=because,
        fingerprint=told.fingerprint,
        ties=told.ties,
        is_answer=is_answer,
        is_demo=is_demo,
    )


def newest_asking(jurisdiction: str) -> rows.PracticeAsking | None:
    """The state's newest asking, open or closed."""
    return rows.PracticeAsking.objects.filter(department__jurisdiction=jurisdiction).first()


def _latest_versions(asking: rows.PracticeAsking) -> list[rows.PracticeVersion]:
    return list(
        rows.PracticeVersion.objects.filter(sheet__asking=asking)
        .select_related("sheet__organization")
        .order_by("sheet_id", "-number")
        .distinct("sheet_id")
    )


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    """How many districts gave an answer; None where too few did to be shown."""

    key: str
    label: str
    districts: int | None


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One question over all districts that submitted.

    Attributes:
        about: The answer that it follows up, in words; "" for none.
        asked: Districts that submitted and whom the question concerned.
        answered: Those of them that answered it.
        counts: For questions with given answers; empty for others.
    """

    key: str
    section: str
    asks: str
    about: str
    kind: str
    asked: int
    answered: int
    counts: tuple[ChoiceCount, ...]


@dataclass(frozen=True, slots=True)
class AskingFigures:
    """An asking in numbers.

    Attributes:
        asked: Districts that were invited.
        answered: Those that submitted.
    """

    id: UUID
    title: str
    opened_at: datetime
    due_on: date
    is_open: bool
    asked: int
    answered: int
    questions: tuple[QuestionFigures, ...]


def asking_figures(
    by: Actor, *, jurisdiction: str, region: int | None = None
) -> AskingFigures | None:
    """The newest asking in numbers, over the state or one region; None where there was none.

    Counts of answers that are published only as counts are hidden from everyone but the
    Department where fewer districts than the questionnaire says gave them.
    """
    asking = newest_asking(jurisdiction)
    if asking is None:
        return None
    questionnaire = asked_in(asking)
    sheets = asking.sheets.all()
    if region is not None:
        sheets = sheets.filter(organization__region=region)
    versions = [
        one
        for one in _latest_versions(asking)
        if region is None or one.sheet.organization.region == region
    ]
    whole = asking.department_id in by.reach(_STAFF)
    return AskingFigures(
        id=asking.pk,
        title=asking.title,
        opened_at=asking.opened_at,
        due_on=asking.due_on,
        is_open=asking.closed_at is None,
        asked=sheets.count(),
        answered=len(versions),
        questions=tuple(_figures(questionnaire, [one.answers for one in versions], whole)),
    )


def _figures(
    questionnaire: Questionnaire, given: list[Mapping[str, list[str]]], whole: bool
) -> list[QuestionFigures]:
    every = {one.key: [choice.key for choice in one.choices] for one in questionnaire.questions}
    possible = [one for one in asked(questionnaire, every) if one.question.shown != "own"]
    concerned: Counter[str] = Counter()
    for answers in given:
        concerned.update(one.key for one in asked(questionnaire, answers))
    found = []
    for one in possible:
        said = [answers[one.key] for answers in given if answers.get(one.key)]
        found.append(
            QuestionFigures(
                key=one.key,
                section=one.section,
                asks=one.question.asks,
                about=one.about,
                kind=one.question.kind,
                asked=concerned[one.key],
                answered=len(said),
                counts=_counts(one.question, said, questionnaire.least_counted, whole),
            )
        )
    return found


def _counts(
    question: Question, said: list[list[str]], least: int, whole: bool
) -> tuple[ChoiceCount, ...]:
    times = Counter(key for answer in said for key in answer)
    counts = [times[one.key] for one in question.choices]
    shown: list[int | None] = list(counts)
    if question.shown == "counted" and not whole:
        shown = hide_small(counts, least=least)
    return tuple(
        ChoiceCount(choice.key, choice.label, count)
        for choice, count in zip(question.choices, shown, strict=True)
    )
