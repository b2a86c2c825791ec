"""The common language as documents: SKOS for programs, DOCX for people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from longleaf.basis.printed import Block, Bullets, Document, Facts, Heading, Paragraph
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.term.concept import STATUSES, SURE, Concept
from longleaf.domain.term.glossary import Glossary
from longleaf.domain.term.json_ld import as_json_ld
from longleaf.domain.term.skos import statements
from longleaf.domain.term.turtle import as_turtle
from longleaf.gateways.wiring import ports

TURTLE: Final = "text/turtle"
JSON_LD: Final = "application/ld+json"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE: Final = "Common language"


def base_of() -> str:
    """The address of the scheme, under which each concept has its own."""
    return f"{settings.BASE_URL}{reverse('glossary')}"


def linked_data(_: HttpRequest, concepts: Sequence[Concept], form: str) -> HttpResponse:
    base = base_of()
    said = statements(concepts, base=base, title=TITLE, whole=len(concepts) > 1)
    write = as_turtle if form == TURTLE else as_json_ld
    answer = HttpResponse(write(said, base=base), content_type=f"{form}; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(answer, ["Accept"])
    return answer


def as_word(concepts: Sequence[Concept], shipped: Glossary, *, now: datetime) -> HttpResponse:
    blocks: list[Block] = [Paragraph(shipped.summary)]
    for one in concepts:
        blocks += _entry(one)
    document = Document(
        title=TITLE, blocks=tuple(blocks), author="Longleaf", made_on=legal_day(now)
    )
    answer = HttpResponse(ports().word.write(document), content_type=WORD)
    answer["Content-Disposition"] = 'attachment; filename="common-language.docx"'
    return answer


def _entry(one: Concept) -> list[Block]:
    pairs = [("Status", STATUSES[one.status])]
    pairs += [
        (name, text)
        for name, text in (
            ("In the technical standards", one.standards_word),
            ("In law and state papers", one.laws_word),
            ("Take care", one.note),
            ("Replaced by", one.replaced_by),
            ("Source", f"{one.source} ({SURE[one.sure]})" if one.source else ""),
        )
        if text
    ]
    blocks: list[Block] = [Heading(1, one.word), Paragraph(one.definition), Facts(tuple(pairs))]
    if one.usages:
        said = tuple(
            f"“{use.word}”, {use.who}: {use.says} {use.citation}, read {use.verified_on}."
            for use in one.usages
        )
        blocks.append(Bullets(said))
    return blocks
