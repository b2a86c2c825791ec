"""Documents in the words that are said: what frames them is ours, the rest is people's own."""

from dataclasses import replace

from longleaf.basis.printed import Block, Document, Facts, Heading, Paragraph, Picture, Table
from longleaf.domain.term.speech import Vocabulary, Writing


def document_in_words(document: Document, written: Writing, said: Vocabulary) -> Document:
    """A document with its own headings, asides, names of facts, captions and heads of tables said.

    What stands below is what people wrote, or figures, and stays as it is; so do headings below
    the first level, which are often people's titles.
    """
    return replace(document, blocks=tuple(_said(block, written, said) for block in document.blocks))


def _said(block: Block, written: Writing, said: Vocabulary) -> Block:
    def ours(text: str) -> str:
        return written.message(text, said)

    match block:
        case Heading(level=1):
            return replace(block, text=ours(block.text))
        case Paragraph(text=str() as text, is_aside=True):
            return replace(block, text=ours(text))
        case Facts():
            return replace(block, pairs=tuple((ours(name), value) for name, value in block.pairs))
        case Table():
            head = tuple(ours(name) for name in block.head)
            return replace(block, caption=ours(block.caption), head=head)
        case Picture():
            return replace(block, caption=ours(block.caption), alt=ours(block.alt))
    return block
