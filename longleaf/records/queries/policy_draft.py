"""Reads of drafts of a policy: for the staff of the Department they belong to, and nobody else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Max

from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.renewal.draft import path_of
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import policy_draft as rows
from longleaf.records.queries.listing import Listing

_STAFF: Final = (RoleKind.DEPARTMENT_STAFF,)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list."""

    id: UUID
    title: str
    jurisdiction: str
    baseline_version: str
    begun_by: str
    begun_at: datetime
    newest: int


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote that was noted."""

    version: int
    body: str
    voted_on: date
    outcome: str
    note: str
    noted_by: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A saved text in a list; `loads` says whether it can be computed."""

    number: int
    saved_by: str
    saved_at: datetime
    text_hash: str
    policy_hash: str
    problems: int
    is_simulated: bool
    is_cited: bool

    @property
    def loads(self) -> bool:
        """Whether the text is a policy."""
        return bool(self.policy_hash)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft with all that was saved and noted of it, the newest first."""

    line: DraftLine
    baseline_hash: str
    versions: tuple[VersionLine, ...]
    votes: tuple[Vote, ...]


@dataclass(frozen=True, slots=True)
class SimulationShown:
    """What a version would change, as it was computed.

    Attributes:
        figures: As `simulation_as_json`, with "names" (titles of LEAs) and "cases" (how many ran).
        cases: Those that change: name, where, now, draft.
    """

    id: UUID
    on: date
    figures: dict[str, Any]
    cases: list[dict[str, Any]]
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One saved text: its files, its faults, and the last that was computed of it."""

    draft: DraftLine
    line: VersionLine
    files: tuple[dict[str, str], ...]
    baseline_files: tuple[dict[str, str], ...]
    problems: tuple[dict[str, str], ...]
    simulation: SimulationShown | None
    simulations: tuple[SimulationShown, ...]
    votes: tuple[Vote, ...]

    def file(self, path: str) -> dict[str, str]:
        """One of its files by folder and name.

        Raises:
            NoSuchRecordError: If it has none of that name.
        """
        found = next((one for one in self.files if path_of(one) == path), None)
        if found is None:
            raise NoSuchRecordError
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """What a simulation is computed from."""

    jurisdiction: str
    baseline: str
    files: list[dict[str, str]]


def drafts_for(who: Actor) -> Listing[DraftLine]:
    """The drafts of the actor's department, newest first."""
    found = (
        rows.PolicyDraft.objects.filter(department__in=who.reach(_STAFF))
        .select_related("baseline", "begun_by")
        .annotate(newest=Max("versions__number"))
    )
    return Listing(found, lambda some: [_line(one) for one in some])


def draft_for(who: Actor, draft: UUID) -> DraftPage:
    """One draft.

    Raises:
        NoSuchRecordError: If it is not of the actor's department.
    """
    found = _draft(who, draft)
    return DraftPage(_line(found), found.baseline_id, _versions(found), _votes(found))


def version_for(who: Actor, draft: UUID, number: int | None = None) -> VersionPage:
    """One version of a draft; the newest where none is named.

    Raises:
        NoSuchRecordError: If there is none in the actor's department.
    """
    found = _draft(who, draft)
    version = (
        found.versions.filter(**({} if number is None else {"number": number}))
        .order_by("-number")
        .first()
    )
    if version is None:
        raise NoSuchRecordError
    line = next(one for one in _versions(found) if one.number == version.number)
    simulations = tuple(
        SimulationShown(one.pk, one.on, one.figures, one.cases, one.made_by.name, one.made_at)
        for one in version.simulations.select_related("made_by").order_by("-made_at")
    )
    return VersionPage(
        _line(found),
        line,
        tuple(version.files),
        tuple(found.baseline.files),
        tuple(version.problems),
        simulations[0] if simulations else None,
        simulations,
        tuple(one for one in _votes(found) if one.version == version.number),
    )


def source_of(who: Actor, version: UUID) -> Source:
    """What to compute a version from.

    Raises:
        NoSuchRecordError: If it is not of the actor's department.
    """
    found = (
        rows.DraftVersion.objects.filter(pk=version, draft__department__in=who.reach(_STAFF))
        .select_related("draft__baseline")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    base = found.draft.baseline
    return Source(base.jurisdiction, base.hash, found.files)


def _draft(who: Actor, draft: UUID) -> Any:
    found = (
        rows.PolicyDraft.objects.filter(pk=draft, department__in=who.reach(_STAFF))
        .select_related("baseline", "begun_by")
        .annotate(newest=Max("versions__number"))
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    return found


def _line(one: Any) -> DraftLine:
    return DraftLine(
        one.pk,
        one.title,
        one.baseline.jurisdiction,
        one.baseline.version,
        one.begun_by.name,
        one.begun_at,
        one.newest,
    )


def _versions(draft: rows.PolicyDraft) -> tuple[VersionLine, ...]:
    found = draft.versions.select_related("saved_by").defer("files")
    simulated = set(
        rows.DraftSimulation.objects.filter(version__draft=draft).values_list("version", flat=True)
    )
    cited = set(
        rows.DraftCitation.objects.filter(version__draft=draft).values_list("version", flat=True)
    )
    return tuple(
        VersionLine(
            one.number,
            one.saved_by.name,
            one.saved_at,
            one.text_hash,
            one.policy_hash,
            len(one.problems),
            one.pk in simulated,
            one.pk in cited,
        )
        for one in found
    )


def _votes(draft: rows.PolicyDraft) -> tuple[Vote, ...]:
    found = rows.DraftCitation.objects.filter(version__draft=draft).select_related(
        "version", "noted_by"
    )
    return tuple(
        Vote(
            one.version.number,
            one.body,
            one.voted_on,
            str(one.get_outcome_display()),
            one.note,
            one.noted_by.name,
            one.noted_at,
        )
        for one in found
    )
