"""Which words pages, mail and documents say: the adopted ones, in the reader's own dialect."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Subquery

from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.term.speech import Vocabulary, vocabulary
from longleaf.records.models import organization as people
from longleaf.records.models import term as rows
from longleaf.records.queries.term import Stamp, all_concepts, glossary


def spoken_to(person: UUID | None) -> Vocabulary:
    """The words said to a person, or to nobody in particular; one query.

    A site whose registry is not loaded, or whose database does not answer, says the words that it
    ships with.
    """
    chosen = rows.SpeechChoice.objects.filter(person=person).values("organization")[:1]
    try:
        found = (
            rows.ConceptChange.objects.annotate(chosen=Subquery(chosen))
            .values_list("id", "concept", "chosen")
            .first()
        )
        return _words(found[:2], found[2]) if found else shipped_words()
    except DatabaseError:
        return shipped_words()


@lru_cache(maxsize=1)
def shipped_words() -> Vocabulary:
    """The words that the pack ships with, which is how templates are written."""
    return vocabulary(glossary(HOME).concepts)


@lru_cache(maxsize=256)
def _words(_: Stamp, organization: UUID | None) -> Vocabulary:
    """Kept until the registry's next change, by which the stamp is another."""
    places = _chain(organization) if organization else ()
    said = vocabulary(all_concepts(HOME), places)
    return Vocabulary({**shipped_words().words, **said.words})


def _chain(organization: UUID) -> Sequence[str]:
    """The slugs of an organization and of what it stands under."""
    found = []
    at: UUID | None = organization
    while at is not None:
        row = people.Organization.objects.values_list("slug", "parent").get(pk=at)
        found.append(row[0])
        at = row[1]
    return found


def dialects_for(person: UUID) -> tuple[tuple[tuple[UUID, str], ...], UUID | None]:
    """The organizations that have words of their own, and the one that a person chose."""
    named = (
        people.Organization.objects.filter(
            pk__in=rows.ConceptLabel.objects.exclude(organization=None).values("organization")
        )
        .order_by("name")
        .values_list("pk", "name")
    )
    chosen = rows.SpeechChoice.objects.filter(person=person).values_list("organization", flat=True)
    return tuple(named), chosen.first()
