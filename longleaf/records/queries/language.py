"""Which words pages, mail and documents say: the adopted ones, in the reader's own dialect."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db import Error
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from longleaf.basis.printed import Document
from longleaf.domain.organization.actor import Actor, RoleKind
from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.term.concept import Label
from longleaf.domain.term.printing import document_in_words
from longleaf.domain.term.speech import Vocabulary, Writing, vocabulary
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.models import notice as notices
from longleaf.records.models import organization as people
from longleaf.records.models import term as rows
from longleaf.records.queries.term import Stamp, all_concepts, glossary, registry

# Who says what their organization calls a thing.
NAMERS = (RoleKind.COORDINATOR, RoleKind.ADMINISTRATOR)


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
    except Error:
        return shipped_words()


def greeting(person: UUID) -> tuple[int, Vocabulary]:
    """What every page of somebody who is signed in needs, in one query: unread notices, words."""
    latest = rows.ConceptChange.objects.order_by("-id")
    unread = (
        notices.Notice.objects.filter(person=OuterRef("pk"), read_at=None)
        .order_by()
        .values("person")
        .annotate(number=Count("pk"))
        .values("number")
    )
    chosen = rows.SpeechChoice.objects.filter(person=OuterRef("pk")).values("organization")
    found = (
        people.Person.objects.filter(pk=person)
        .annotate(
            unread=Coalesce(Subquery(unread), 0),
            change=Subquery(latest.values("id")[:1]),
            of=Subquery(latest.values("concept")[:1]),
            chosen=Subquery(chosen[:1]),
        )
        .values_list("unread", "change", "of", "chosen")
        .first()
    )
    if found is None:
        return 0, shipped_words()
    number, change, of, chosen_place = found
    return number, _words((change, of), chosen_place) if change else shipped_words()


@lru_cache(maxsize=1)
def shipped_words() -> Vocabulary:
    """The words that the pack ships with, which is how templates are written."""
    return vocabulary(glossary(HOME).concepts)


@lru_cache(maxsize=1)
def writing() -> Writing:
    """How our templates and messages are written: in the words that ship."""
    return Writing(glossary(HOME).concepts)


def told(person: UUID | None, *texts: str) -> tuple[str, ...]:
    """Messages of ours in the words that are said to a person."""
    said = spoken_to(person)
    if said is shipped_words():
        return texts
    return tuple(writing().message(one, said) for one in texts)


def document_told(document: Document) -> Document:
    """A document whose own words are those that are said to everybody."""
    said = spoken_to(None)
    return document if said is shipped_words() else document_in_words(document, writing(), said)


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


@dataclass(frozen=True, slots=True)
class Dialect:
    """An organization that has words of its own, and which: ours, theirs."""

    id: UUID
    name: str
    words: tuple[tuple[str, str], ...]


def dialects_for(person: UUID) -> tuple[tuple[Dialect, ...], UUID | None]:
    """The organizations that have words of their own, and the one that a person chose."""
    said = registry(HOME).by_key
    found: dict[tuple[str, UUID], list[tuple[str, str]]] = {}
    for label in (
        rows.ConceptLabel.objects.exclude(organization=None)
        .select_related("organization", "concept")
        .order_by("organization__name", "text")
    ):
        if label.organization and label.concept.key in said:
            place = (label.organization.name, label.organization.pk)
            found.setdefault(place, []).append((said[label.concept.key].word, label.text))
    chosen = rows.SpeechChoice.objects.filter(person=person).values_list("organization", flat=True)
    listed = tuple(Dialect(pk, name, tuple(words)) for (name, pk), words in found.items())
    return listed, chosen.first()


def home_word(who: Actor, key: str) -> tuple[str, Label | None]:
    """The organization whose words the actor keeps, and its own word for a concept.

    Raises:
        NoSuchRecordError: If they keep no organization's words.
    """
    home = who.home(NAMERS)
    if home is None:
        raise NoSuchRecordError
    name = people.Organization.objects.values_list("name", flat=True).get(pk=home)
    found = rows.ConceptLabel.objects.filter(concept__key=key, organization=home).first()
    return name, Label(found.text, found.kind, found.plural) if found else None
