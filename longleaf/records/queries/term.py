"""Reads of the glossary; until the language is settled in the database, it is the pack's file."""

from functools import cache

from longleaf.domain.term.glossary import Glossary, glossary_from_yaml
from longleaf.policy.pack import find_jurisdiction


@cache
def glossary(jurisdiction: str) -> Glossary:
    """The jurisdiction's glossary; read once a process.

    Raises:
        ProblemsError: If the pack or its file is not in order.
    """
    path = find_jurisdiction(jurisdiction) / "terms" / "glossary.yaml"
    return glossary_from_yaml(path.read_text(encoding="utf-8"), name=path.name)
