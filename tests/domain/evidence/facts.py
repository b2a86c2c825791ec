"""A complete submission of a small micro-credential, for tests to damage."""

from dataclasses import replace

from longleaf.domain.evidence.completeness import ArtifactFact, Students, SubmissionFacts
from longleaf.domain.microcredential.definition import Definition, parse_definition
from tests.domain.microcredential.definitions import small_definition


def wait_time() -> Definition:
    """Criteria "pause" (from artifacts), "words" (from context) and "both" (from both)."""
    data = small_definition()
    first = data["rubric"]["criteria"][0]
    data["rubric"]["criteria"] += [
        {**first, "key": "words", "title": "Words", "part": ["context"]},
        {**first, "key": "both", "title": "Both", "part": ["context", "artifacts"]},
    ]
    return parse_definition(data)


def words(count: int) -> str:
    return " ".join(["word"] * count)


def an_artifact(use: str = "1", **fields: object) -> ArtifactFact:
    artifact = ArtifactFact(
        use=use,
        title="A lesson",
        kind="audio",
        part="artifacts",
        request="recording",
        criteria=("pause",),
        state="ready",
        recording=True,
        students=Students.NONE,
    )
    return replace(artifact, **fields)  # type: ignore[arg-type]  # a test names the fields


def complete() -> SubmissionFacts:
    return SubmissionFacts(
        responses={("context", "class"): words(50), ("reflection", "change"): words(20)},
        artifacts=(an_artifact(),),
        open_criteria=frozenset({"pause", "words", "both"}),
        students=Students.NONE,
        consent="",
        own_work=True,
    )
