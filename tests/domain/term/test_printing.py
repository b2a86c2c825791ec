"""Documents say the adopted words where their own words stand, and leave people's alone."""

from datetime import date

from longleaf.basis.printed import Bullets, Document, Facts, Heading, Paragraph, Picture, Table
from longleaf.domain.term.concept import Label
from longleaf.domain.term.printing import document_in_words
from longleaf.domain.term.speech import Writing, vocabulary
from tests.domain.term.concepts import a_concept

WRITTEN = Writing([a_concept("reviewer", is_spoken=True)])
SAID = vocabulary([a_concept("reviewer", labels=(Label("assessor"),))])


def test_what_frames_a_document_is_said_and_what_people_wrote_stays() -> None:
    document = Document(
        "A reviewer's plan",
        (
            Heading(1, "Reviewers"),
            Heading(2, "My reviewer"),
            Paragraph("A reviewer answers.", is_aside=True),
            Paragraph("I was a reviewer."),
            Bullets(("reviewer",)),
            Facts((("Reviewer", "the reviewer"),)),
            Table("Reviewers by LEA", ("Reviewer",), (("reviewer",),)),
            Picture(b"png", "A reviewer reads", "A reviewer"),
        ),
        author="A reviewer",
        made_on=date(2026, 11, 24),
    )
    said = document_in_words(document, WRITTEN, SAID)
    assert said.title == document.title
    assert said.blocks == (
        Heading(1, "Assessors"),
        Heading(2, "My reviewer"),
        Paragraph("An assessor answers.", is_aside=True),
        Paragraph("I was a reviewer."),
        Bullets(("reviewer",)),
        Facts((("Assessor", "the reviewer"),)),
        Table("Assessors by LEA", ("Assessor",), (("reviewer",),)),
        Picture(b"png", "An assessor reads", "An assessor"),
    )
