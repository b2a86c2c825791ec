"""Whether a submission is complete, and what it still lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from longleaf.basis.problem import Problem
from longleaf.domain.evidence.attempt import open_parts
from longleaf.domain.evidence.words import count_words
from longleaf.domain.microcredential.kinds import artifact_kind
from longleaf.domain.microcredential.shape import (
    ArtifactRequest,
    Criterion,
    Definition,
    EvidencePart,
    Question,
)


class Students(StrEnum):
    """Whether students appear, as the educator says; in the order of what it asks of us."""

    UNSAID = "unsaid"
    NONE = "none"
    NOT_IDENTIFIABLE = "not_identifiable"
    IDENTIFIABLE = "identifiable"


_ORDER = tuple(Students)


@dataclass(frozen=True, slots=True)
class ArtifactFact:
    """One artifact as it stands in a submission.

    Attributes:
        use: Identifier of its place in the submission, for links.
        title: What the educator calls it.
        kind: Key of its kind.
        part: Key of the part it is in.
        request: Key of the request it answers.
        criteria: Keys of the criteria it is said to show.
        state: "ready", "receiving", "checking", "refused" or "removed".
        recording: Whether it is a picture, a sound or a film, where students are soon seen.
        students: What the educator says of students in it.
        barred: Why it may not be shown to reviewers, as a sentence; "" where it may.
    """

    use: str
    title: str
    kind: str
    part: str
    request: str
    criteria: tuple[str, ...]
    state: str
    recording: bool
    students: Students
    barred: str = ""

    @property
    def must_say_students(self) -> bool:
        """Whether students are so likely in it that the educator has to say."""
        return self.recording or artifact_kind(self.kind).may_show_students


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """What completeness depends on.

    Attributes:
        responses: What was written, by part and question.
        artifacts: All artifacts put forward.
        open_criteria: Keys of the criteria to be judged.
        students: What is said of students in the whole submission.
        consent: On what consent, where they can be identified.
        own_work: Whether the educator confirmed that it is their own work.
    """

    responses: Mapping[tuple[str, str], str]
    artifacts: tuple[ArtifactFact, ...]
    open_criteria: frozenset[str]
    students: Students
    consent: str
    own_work: bool


def check_submission(definition: Definition, facts: SubmissionFacts) -> list[Problem]:
    """What still stands between a draft and its submission; empty when nothing does.

    `where` names the place: "context/class" (a part and its question or request),
    "artifact/12" (an artifact by its use), "criterion/pause", or "declaration/students".
    """
    open_keys = open_parts(definition, facts.open_criteria)
    problems: list[Problem] = []
    for part in definition.evidence.parts:
        if part.key in open_keys:
            problems += _part_problems(part, facts)
    problems += _criteria_problems(definition, facts)
    problems += _declaration_problems(facts)
    return problems


def part_is_complete(problems: list[Problem], part: EvidencePart, facts: SubmissionFacts) -> bool:
    """Whether none of the problems lies in one part: in its texts, requests or artifacts."""
    uses = {f"artifact/{one.use}" for one in facts.artifacts if one.part == part.key}
    return not any(
        problem.where.startswith(f"{part.key}/") or problem.where in uses for problem in problems
    )


def _part_problems(part: EvidencePart, facts: SubmissionFacts) -> Iterator[Problem]:
    for question in part.questions:
        yield from _words_problems(part, question, facts.responses)
    for request in part.requests:
        yield from _count_problems(part, request, facts)
    for artifact in facts.artifacts:
        if artifact.part == part.key:
            yield from _artifact_problems(artifact)


def _words_problems(
    part: EvidencePart, question: Question, responses: Mapping[tuple[str, str], str]
) -> Iterator[Problem]:
    where = f"{part.key}/{question.key}"
    count = count_words(responses.get((part.key, question.key), ""))
    if count == 0 and question.min_words > 0:
        yield Problem(
            where,
            f'"{_short(question.prompt)}" has no answer yet.',
            f"Write {question.min_words} to {question.max_words} words.",
        )
    elif count < question.min_words:
        missing = _words(question.min_words - count)
        reason = f'Your answer to "{_short(question.prompt)}" has {_words(count)}.'
        yield Problem(
            where, reason, f"It needs at least {question.min_words}: write {missing} more."
        )
    elif count > question.max_words:
        over = _words(count - question.max_words)
        reason = f'Your answer to "{_short(question.prompt)}" has {_words(count)}.'
        yield Problem(where, reason, f"It may have {question.max_words}: take out {over}.")


def _count_problems(
    part: EvidencePart, request: ArtifactRequest, facts: SubmissionFacts
) -> Iterator[Problem]:
    where = f"{part.key}/{request.key}"
    count = sum(
        one.part == part.key
        and one.request == request.key
        and one.state not in ("refused", "removed")
        for one in facts.artifacts
    )
    if count < request.minimum:
        reason = f'"{request.title}" has {_items(count)} of at least {request.minimum}.'
        yield Problem(where, reason, f"Add {_items(request.minimum - count)}.")
    elif count > request.maximum:
        reason = f'"{request.title}" has {_items(count)}, and {request.maximum} is the most.'
        yield Problem(where, reason, f"Remove {_items(count - request.maximum)}.")


def _artifact_problems(artifact: ArtifactFact) -> Iterator[Problem]:
    where = f"artifact/{artifact.use}"
    if artifact.state == "receiving":
        reason = f'"{artifact.title}" has not arrived completely.'
        yield Problem(where, reason, "Choose the same file again to go on, or remove it.")
    elif artifact.state == "checking":
        yield Problem(where, f'"{artifact.title}" is still being checked.', "Wait a moment.")
    elif artifact.state == "refused":
        reason = f'"{artifact.title}" could not be accepted.'
        yield Problem(where, reason, "Remove it, and add another if it is needed.")
    if artifact.students is Students.UNSAID and artifact.must_say_students:
        yield Problem(where, f'"{artifact.title}" does not say whether students appear.', "Say so.")
    if artifact.state == "removed":
        reason = f'"{artifact.title}" was removed from your locker.'
        yield Problem(where, reason, "Take it out, and add another if it is needed.")
    elif artifact.barred:
        reason = f'"{artifact.title}" cannot be shown to reviewers. {artifact.barred}'
        yield Problem(where, reason, "Change that in your locker, or use another.")


def _criteria_problems(definition: Definition, facts: SubmissionFacts) -> Iterator[Problem]:
    for criterion in definition.rubric.criteria:
        if criterion.key in facts.open_criteria and not _is_shown(definition, criterion, facts):
            yield Problem(
                f"criterion/{criterion.key}",
                f'Nothing is marked as showing "{criterion.title}".',
                "Mark at least one artifact that shows it.",
            )


def _is_shown(definition: Definition, criterion: Criterion, facts: SubmissionFacts) -> bool:
    """Whether an artifact is tagged with it, or words stand in a part it is judged from."""
    if any(
        criterion.key in artifact.criteria and artifact.state not in ("refused", "removed")
        for artifact in facts.artifacts
    ):
        return True
    return any(
        count_words(facts.responses.get((key, question.key), "")) > 0
        for key in criterion.part
        for question in definition.evidence.part(key).questions
    )


def _declaration_problems(facts: SubmissionFacts) -> Iterator[Problem]:
    where = "declaration/students"
    if facts.students is Students.UNSAID:
        yield Problem(where, "You have not said whether students appear.", "Choose one answer.")
    elif facts.students is Students.IDENTIFIABLE and not _says_on_what_consent(facts):
        reason = "You say that students can be identified, and name no consent."
        yield Problem("declaration/consent", reason, "Say whose consent you have, and since when.")
    else:
        yield from _contradiction(facts)
    if not facts.own_work:
        yield Problem(
            "declaration/own_work", "You have not confirmed that this is your own work.", "Do so."
        )


def _says_on_what_consent(facts: SubmissionFacts) -> bool:
    """By consents on record for the artifacts that show students, or in words for the rest."""
    shown = [one for one in facts.artifacts if one.students is Students.IDENTIFIABLE]
    on_record = bool(shown) and not any(one.barred for one in shown)
    return on_record or bool(facts.consent.strip())


def _contradiction(facts: SubmissionFacts) -> Iterator[Problem]:
    said = _ORDER.index(facts.students)
    for artifact in facts.artifacts:
        if _ORDER.index(artifact.students) > said:
            yield Problem(
                "declaration/students",
                f'Your answer about students says less than "{artifact.title}" does.',
                "Let both say the same.",
            )


def _short(prompt: str) -> str:
    """A prompt cut at a word, so that a message stays on a line or two."""
    longest = 60
    if len(prompt) <= longest:
        return prompt
    return prompt[:longest].rsplit(" ", 1)[0] + " …"


def _words(count: int) -> str:
    return "1 word" if count == 1 else f"{count} words"


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
