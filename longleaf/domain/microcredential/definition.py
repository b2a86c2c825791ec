"""A micro-credential's definition: what must be shown, how, and how it is judged."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import cast

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.domain.microcredential.reading import read_definition
from longleaf.domain.microcredential.shape import (
    Alignment,
    ArtifactRequest,
    Criterion,
    Definition,
    Evidence,
    EvidencePart,
    KeyMethod,
    Level,
    MethodComponent,
    Question,
    Research,
    Resource,
    Rubric,
)

__all__ = [
    "Alignment",
    "ArtifactRequest",
    "Criterion",
    "Definition",
    "Evidence",
    "EvidencePart",
    "KeyMethod",
    "Level",
    "MethodComponent",
    "Question",
    "Research",
    "Resource",
    "Rubric",
    "check_definition",
    "content_hash",
    "definition_as_data",
    "parse_definition",
]


def parse_definition(data: Mapping[str, object]) -> Definition:
    """Read a definition that is to be published.

    Raises:
        ProblemsError: With every problem, each with its path ("rubric.criteria[2].title") and fix.
    """
    definition, problems = read_definition(data)
    if problems:
        raise ProblemsError(problems)
    return definition


def check_definition(data: Mapping[str, object]) -> list[Problem]:
    """What still stands between a draft and publishing; empty when nothing does. Never raises."""
    return read_definition(data)[1]


def definition_as_data(definition: Definition) -> dict[str, object]:
    """The definition as plain JSON values that `parse_definition` reads back to an equal one."""
    # Tuples become lists by way of JSON, so that what is stored and what is compared are the same.
    return cast("dict[str, object]", json.loads(json.dumps(asdict(definition))))


def content_hash(definition: Definition) -> str:
    """The SHA-256, in hexadecimal, of the definition's canonical JSON.

    Keys are sorted, nothing is padded and text is UTF-8, so that equal definitions have equal
    hashes wherever and whenever they are computed.
    """
    text = json.dumps(
        definition_as_data(definition), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()
