"""A registry, the group that decides on it, a proposal in comment and a glossary brought in."""

from dataclasses import dataclass
from uuid import UUID

from longleaf.actions import term as verbs
from tests.languages import a_group, a_registry, proposed
from tests.people import NOW, TODAY, Cast


@dataclass(frozen=True)
class LanguageOfAll:
    """Words, and what waits to be decided on them."""

    proposal: UUID
    comment: UUID
    brought: UUID


def a_language(cast: Cast) -> LanguageOfAll:
    """Chloe has proposed that reviewers be called assessors, and Amina objects."""
    a_registry()
    a_group(cast)
    chloe, dev = cast.acting(cast.chloe), cast.acting(cast.dev)
    proposal = proposed(chloe)
    verbs.open_comments(by=dev, proposal=proposal, now=NOW)
    comment = verbs.comment_on_proposal(
        by=cast.acting(cast.amina),
        proposal=proposal,
        kind="objection",
        text="Nobody says so.",
        now=NOW,
    )
    verbs.name_locally(by=chloe, concept="reviewer", word="judge", plural="", now=NOW)
    brought = verbs.read_glossary(
        by=chloe,
        name="words.csv",
        content=b"word,definition\nrater,Who rates\n",
        citation="A glossary",
        who="A state",
        kind="state_paper",
        where="",
        verified_on=TODAY,
        now=NOW,
    )
    return LanguageOfAll(proposal, comment, brought)
