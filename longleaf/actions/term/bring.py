"""Verbs on glossaries from elsewhere: read one, and confirm word by word what it means here."""

import codecs
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.term.rows import home_of, locked, note, require, settle_statuses
from longleaf.actions.term.usage import add_usage
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import person_acting
from longleaf.domain.organization.row_file import MOST_BYTES, decode, lines_of
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.domain.term.concept import KINDS
from longleaf.domain.term.json_ld import from_json_ld
from longleaf.domain.term.matching import Matcher
from longleaf.domain.term.skos import NotSkosError, entries
from longleaf.domain.term.tables import Brought, brought_from
from longleaf.domain.term.turtle import from_turtle
from longleaf.records.models import term as rows
from longleaf.records.queries.proposal import RECORDERS
from longleaf.records.queries.term import all_concepts

# As people find them named where they save a file.
ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "mac-roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp1256": "Windows-1256",
    "cp1255": "Windows-1255",
}


@transaction.atomic
def read_glossary(
    *,
    by: Actor,
    name: str,
    content: bytes,
    citation: str,
    who: str,
    kind: str,
    where: str,
    verified_on: date,
    encoding: str = "",
    now: datetime,
) -> UUID:
    """Read a glossary from elsewhere: CSV, or SKOS as Turtle or JSON-LD; nothing is believed yet.

    Args:
        by: Whoever brings it.
        name: The file's, of which the ending says the form.
        content: The file.
        citation: Where the glossary was published.
        who: Whose it is.
        kind: What kind of body that is.
        where: Its place, or "".
        verified_on: The day it was read.
        encoding: A key of `ENCODINGS`; "" to find it out.
        now: The present moment.

    Raises:
        NoSuchRecordError: If the actor records for nobody.
        ProblemsError: If it cannot be read, or its source is missing.
    """
    home = home_of(by, "record_usage")
    problems = []
    if kind not in KINDS:
        problems.append(Problem("kind", "It is not said what kind of body this is.", "Choose one."))
    if verified_on > legal_day(now):
        problems.append(Problem("verified_on", "That day has not come yet.", "Give the day."))
    require({"citation": (citation, 600), "who": (who, 200)}, problems)
    text, found_in = decoded(content, encoding)
    found = _words(name, text)
    made = rows.GlossaryImport.objects.create(
        organization_id=home,
        citation=citation.strip(),
        who=who.strip(),
        kind=kind,
        place=where.strip()[:200],
        verified_on=verified_on,
        encoding=found_in,
        read_by_id=person_acting(by),
        read_at=now,
    )
    matcher = Matcher(all_concepts(HOME))
    rows.ImportedWord.objects.bulk_create(
        rows.ImportedWord(
            brought=made,
            number=number,
            word=one.word,
            says=one.says,
            suggestions=[
                {"concept": each.concept, "score": each.score, "reasons": list(each.reasons)}
                for each in matcher.suggest(one.word, one.says)
            ],
        )
        for number, one in enumerate(found, start=1)
    )
    record_event(
        "term.glossary_read",
        by=by,
        subject=("glossary_import", made.pk),
        organization=home,
        details={"words": len(found)},
        now=now,
    )
    return made.pk


def decoded(content: bytes, encoding: str) -> tuple[str, str]:
    """The file's text, and the name of the encoding it was read in.

    Raises:
        ProblemsError: If it is empty, too large, or not in that encoding.
    """
    if not encoding and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    if not encoding:
        return decode(content)
    if encoding not in ENCODINGS:
        fix = "Choose one from the list."
        raise ProblemsError([Problem("encoding", "This encoding is not known.", fix)])
    if not content.strip() or len(content) > MOST_BYTES:
        decode(content)  # says which
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeError as error:
        at = f" Byte {error.start + 1} is not." if isinstance(error, UnicodeDecodeError) else ""
        reason = f"The file is not {ENCODINGS[encoding]}.{at}"
        fix = "Choose another encoding, or let us find it out."
        raise ProblemsError([Problem("encoding", reason, fix)]) from error
    return text, ENCODINGS[encoding]


def _words(name: str, text: str) -> tuple[Brought, ...]:
    ending = name.lower().rpartition(".")[2]
    if ending not in {"ttl", "json", "jsonld"}:
        return brought_from(lines_of(text, each="for each word"))
    try:
        said = from_turtle(text) if ending == "ttl" else from_json_ld(text)
        found = entries(said)
    except NotSkosError as error:
        fix = "Choose SKOS as Turtle or JSON-LD, or a CSV file."
        raise ProblemsError([Problem("file", str(error), fix)]) from error
    header = [(1, ["word", "definition"])]
    lines = [(at, [one.word, one.says]) for at, one in enumerate(found, start=2)]
    return brought_from([*header, *lines])


@transaction.atomic
def settle_word(
    *, by: Actor, brought: UUID, number: int, concept: str, now: datetime
) -> int | None:
    """Keep a word as a usage of the concept that a person confirms, or leave it out ("").

    Raises:
        NoSuchRecordError: If it is out of reach, or there is no such concept.
        AlreadyDoneError: If it was settled.
    """
    home = home_of(by, "record_usage")
    found = (
        rows.ImportedWord.objects.select_for_update(of=("self",))
        .filter(brought=brought, brought__organization__in=by.reach(RECORDERS), number=number)
        .select_related("brought")
        .first()
    )
    if found is None:
        raise NoSuchRecordError
    if found.settled_at is not None:
        message = "This word was settled already."
        raise AlreadyDoneError(message)
    found.settled_at = now
    if concept:
        held = locked(concept)
        if held.status == "deprecated":
            raise ProblemsError([Problem("concept", "It is in use no more.", "Choose another.")])
        source = found.brought
        found.usage = add_usage(
            held,
            rows.Usage(
                word=found.word,
                says=found.says or "The source gives the word alone.",
                who=source.who,
                kind=source.kind,
                place=source.place,
                citation=source.citation,
                verified_on=source.verified_on,
                sure="seen",
                recorded_by_id=person_acting(by),
                recorded_at=now,
            ),
        )
        details = {"usage": found.usage.number, "from": str(brought)}
        note(held, "usage_recorded", by=by, organization=home, details=details, now=now)
    found.save(update_fields=["settled_at", "usage"])
    settle_statuses()
    return found.usage.number if found.usage else None


@transaction.atomic
def leave_out_rest(*, by: Actor, brought: UUID, now: datetime) -> int:
    """Leave out every word that is not settled yet; how many those were.

    Raises:
        NoSuchRecordError: If it is out of reach.
    """
    home_of(by, "record_usage")
    held = rows.GlossaryImport.objects.filter(
        pk=brought, organization__in=by.reach(RECORDERS)
    ).first()
    if held is None:
        raise NoSuchRecordError
    left = held.words.filter(settled_at=None).update(settled_at=now)
    if left:
        record_event(
            "term.glossary_left_out",
            by=by,
            subject=("glossary_import", held.pk),
            organization=held.organization_id,
            details={"words": left},
            now=now,
        )
    return left
