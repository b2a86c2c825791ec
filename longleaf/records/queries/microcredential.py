"""Reads of micro-credentials as everyone may see them: the catalog and its pages."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Aggregate, Count, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.fields import DurationField

from longleaf.basis.amount import show_amount
from longleaf.domain.microcredential.definition import Definition
from longleaf.domain.microcredential.reading import read_definition
from longleaf.domain.organization.actor import NOBODY, Actor, RoleKind
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.facts.gate import program_of
from longleaf.records.models import award as awards
from longleaf.records.models import evidence as evidences
from longleaf.records.models import microcredential as rows

State = rows.VersionState
WRITERS: Final = (RoleKind.AUTHOR, RoleKind.ADMINISTRATOR)
# With fewer earners than this, their number and their pace could point to a person.
ENOUGH_EARNERS: Final = 10
SORTS: Final = {
    "title": "Title",
    "newest": "Newest first",
    "shortest": "Shortest first",
}
_ORDERS: Final[dict[str, tuple[str | OrderBy, ...]]] = {
    "title": ("title",),
    "newest": ("-published_at", "title"),
    "shortest": (F("effort_hours").asc(nulls_last=True), "title"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What someone looks for; "" leaves a filter out."""

    words: str = ""
    license_kind: str = ""
    grade_span: str = ""
    category: str = ""
    framework: str = ""
    element: str = ""
    issuer: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One published micro-credential in a list."""

    id: UUID
    slug: str
    number: int
    title: str
    summary: str
    issuer: str
    issuer_slug: str
    license_kinds: tuple[str, ...]
    grade_spans: tuple[str, ...]
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    effort_hours: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search of the catalog found.

    Attributes:
        entries: In the order asked for.
        corrected: The words searched for instead, where those given are not used anywhere; "".
    """

    entries: tuple[CatalogEntry, ...]
    corrected: str = ""


def catalog(filters: Filters) -> Found:
    """The published micro-credentials that fit; words are searched as the web's search boxes do."""
    fitting = _filtered(filters)
    if not filters.words.strip():
        return Found(_entries(fitting.order_by(*_order(filters))))
    found = _entries(_searched(fitting, filters.words, filters))
    if found:
        return Found(found)
    corrected = _correction(filters.words)
    if not corrected:
        return Found(())
    again = _entries(_searched(fitting, corrected, filters))
    return Found(again, corrected if again else "")


def _filtered(filters: Filters) -> QuerySet[rows.Version]:
    fitting = rows.Version.objects.filter(state=State.PUBLISHED)
    if filters.license_kind:
        fitting = fitting.filter(license_kinds__contains=[filters.license_kind])
    if filters.grade_span:
        # A version that names no grade span is for all of them.
        fitting = fitting.filter(
            Q(grade_spans__contains=[filters.grade_span]) | Q(grade_spans__len=0)
        )
    if filters.category:
        fitting = fitting.filter(renewal_categories__contains=[filters.category])
    if filters.issuer:
        fitting = fitting.filter(microcredential__issuer__slug=filters.issuer)
    if filters.framework and filters.element:
        wanted = Q(elements__code=filters.element) | Q(elements__parent__code=filters.element)
        fitting = fitting.filter(wanted, elements__framework__slug=filters.framework).distinct()
    elif filters.framework:
        fitting = fitting.filter(elements__framework__slug=filters.framework).distinct()
    return fitting


def _order(filters: Filters) -> tuple[str | OrderBy, ...]:
    return _ORDERS.get(filters.sort, _ORDERS["title"])


def _searched(
    fitting: QuerySet[rows.Version], words: str, filters: Filters
) -> QuerySet[rows.Version]:
    query = SearchQuery(words, search_type="websearch", config="english")
    found = fitting.filter(search=query)
    if filters.sort in _ORDERS:
        return found.order_by(*_order(filters))
    return found.annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "title")


def _entries(found: QuerySet[rows.Version]) -> tuple[CatalogEntry, ...]:
    return tuple(
        CatalogEntry(
            id=one.pk,
            slug=one.microcredential.slug,
            number=one.number,
            title=one.title,
            summary=one.summary,
            issuer=one.microcredential.issuer.name,
            issuer_slug=one.microcredential.issuer.slug,
            license_kinds=tuple(one.license_kinds),
            grade_spans=tuple(one.grade_spans),
            categories=tuple(one.renewal_categories),
            tags=tuple(one.tags),
            effort_hours=_hours(one.effort_hours),
            published_at=one.published_at,
        )
        for one in found.select_related("microcredential__issuer").defer(
            "definition", "search_text", "search"
        )
    )


def _hours(hours: Decimal | None) -> str:
    return show_amount(Fraction(hours)) if hours is not None else ""


def _correction(words: str) -> str:
    """The words with each unknown one replaced by the most similar that the catalog uses."""
    texts = rows.Version.objects.filter(state=State.PUBLISHED).values_list(
        "title", "summary", "search_text"
    )
    used = {word for text in texts for part in text for word in _WORD.findall(part.lower())}
    asked = _WORD.findall(words.lower())
    if used.issuperset(asked):
        return ""  # nothing is misspelled: the words just never stand together
    close = []
    for word in asked:
        match = [word] if word in used else difflib.get_close_matches(word, used, n=1, cutoff=0.7)
        close += match
    return " ".join(close)


_WORD: Final = re.compile(r"[a-z]{3,}")


def issuers() -> list[tuple[str, str]]:
    """Slug and name of everyone who issues a published micro-credential."""
    return list(
        rows.Microcredential.objects.filter(versions__state=State.PUBLISHED)
        .values_list("issuer__slug", "issuer__name")
        .order_by("issuer__name")
        .distinct()
    )


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues, and how soon they promise an answer, in working days."""

    id: UUID
    slug: str
    name: str
    website: str
    review_days: int
    is_demo: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the list of all of them."""

    id: UUID
    number: int
    state: str
    state_words: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version as its page shows it; the definition of a draft may be incomplete."""

    id: UUID
    microcredential: UUID
    slug: str
    number: int
    state: str
    state_words: str
    definition: Definition
    content_hash: str
    issuer: Issuer
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    current: int | None
    versions: tuple[VersionLine, ...]


def shown_version(slug: str, number: int | None = None, *, by: Actor = NOBODY) -> ShownVersion:
    """A published version, or one that was; its writers see their drafts too.

    Without a number: the one published now, else the last that was.

    Raises:
        NoSuchRecordError: If there is none that `by` may see.
    """
    versions = list(
        rows.Version.objects.filter(_visible_to(by), microcredential__slug=slug)
        .select_related("microcredential__issuer")
        .order_by("-number")
    )
    if number is None:
        public = [one for one in versions if one.content_hash]
        public.sort(key=lambda one: one.state != State.PUBLISHED)
        found = public[0] if public else None
    else:
        found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NoSuchRecordError
    return _shown(found, versions)


def _visible_to(by: Actor) -> Q:
    return ~Q(content_hash="") | Q(microcredential__issuer__in=by.reach(WRITERS))


def _shown(found: rows.Version, versions: Iterable[rows.Version]) -> ShownVersion:
    issuer = found.microcredential.issuer
    lines = tuple(
        VersionLine(one.pk, one.number, one.state, State(one.state).label, one.published_at)
        for one in versions
    )
    return ShownVersion(
        id=found.pk,
        microcredential=found.microcredential_id,
        slug=found.microcredential.slug,
        number=found.number,
        state=found.state,
        state_words=State(found.state).label,
        definition=read_definition(found.definition)[0],
        content_hash=found.content_hash,
        issuer=Issuer(
            issuer.pk,
            issuer.slug,
            issuer.name,
            issuer.website,
            program_of(found.microcredential).review_days,
            issuer.is_demo,
        ),
        published_at=found.published_at,
        withdrawn_at=found.withdrawn_at,
        withdrawn_because=found.withdrawn_because,
        current=next((one.number for one in lines if one.state == State.PUBLISHED), None),
        versions=lines,
    )


class _Median(Aggregate):
    """The middle of a column of durations."""

    name = "Median"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Figures:
    """How others fared, over all versions.

    Attributes:
        earned: How many educators have earned it.
        decided: How many have been given an answer at least once.
        median_days: Days from beginning to the award, for the one in the middle.
    """

    earned: int
    decided: int
    median_days: int


def figures(microcredential: UUID) -> Figures | None:
    """How others fared, or None while they are too few not to be recognized."""
    earned = awards.Award.objects.filter(
        microcredential=microcredential, submission__isnull=False
    ).exclude(state="revoked")
    counted = earned.aggregate(
        people=Count("educator", distinct=True),
        median=_Median(F("granted_at") - F("submission__begun_at")),
    )
    if counted["people"] < ENOUGH_EARNERS:
        return None
    decided = (
        evidences.Attempt.objects.filter(
            submission__microcredential=microcredential, state="decided"
        )
        .values("submission__educator")
        .distinct()
        .count()
    )
    median: timedelta = counted["median"]
    return Figures(
        earned=counted["people"],
        decided=max(decided, counted["people"]),
        median_days=max(1, round(median / timedelta(days=1))),
    )
