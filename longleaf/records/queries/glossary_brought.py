"""Reads of glossaries from elsewhere that were brought in, and wait to be confirmed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from longleaf.domain.organization.actor import Actor
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import term as rows
from longleaf.records.queries.proposal import RECORDERS


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word of a glossary brought in: what was suggested, what a person said."""

    number: int
    word: str
    says: str
    suggestions: list[dict[str, Any]]
    settled: str


@dataclass(frozen=True, slots=True)
class BroughtPage:
    """A glossary brought in."""

    id: UUID
    citation: str
    who: str
    encoding: str
    read_at: datetime
    words: tuple[WordLine, ...]
    waiting: int


def brought_for(who: Actor, brought: UUID) -> BroughtPage:
    """A glossary that somebody of the actor's organizations brought in.

    Raises:
        NoSuchRecordError: If it is out of reach.
    """
    found = rows.GlossaryImport.objects.filter(
        pk=brought, organization__in=who.reach(RECORDERS)
    ).first()
    if found is None:
        raise NoSuchRecordError
    words = tuple(_brought(one) for one in found.words.select_related("usage__concept"))
    waiting = sum(not one.settled for one in words)
    return BroughtPage(
        found.pk, found.citation, found.who, found.encoding, found.read_at, words, waiting
    )


def all_brought(who: Actor) -> tuple[tuple[UUID, str, datetime, int], ...]:
    """The glossaries brought in by the actor's organizations, with how many words wait."""
    found = rows.GlossaryImport.objects.filter(organization__in=who.reach(RECORDERS)).annotate(
        waiting=Count("words", filter=Q(words__settled_at=None))
    )
    return tuple((one.pk, one.citation, one.read_at, one.waiting) for one in found[:50])


def _brought(one: rows.ImportedWord) -> WordLine:
    settled = "" if one.settled_at is None else one.usage.concept.key if one.usage else "left out"
    return WordLine(one.number, one.word, one.says, one.suggestions, settled)
