"""What an educator of the demonstration hands in: answers, artifacts, and what they declare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from uuid import UUID

from longleaf.actions.demo.chance import identifier, pick
from longleaf.actions.demo.plan import ArtifactPlan, UsePlan
from longleaf.actions.demo.sources import Entry, Sources
from longleaf.actions.demo.texts import Writer
from longleaf.domain.evidence.attempt import open_parts
from longleaf.domain.microcredential.kinds import artifact_kind
from longleaf.domain.microcredential.shape import ArtifactRequest, Definition, EvidencePart

_SHARE_IDENTIFIABLE = 0.03
_PICTURES = ("chart", "link")
Drawn = tuple[ArtifactPlan, tuple[str, ...], str]
"""An artifact, the criteria it was written to show (none: not said), and its explanation."""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in one attempt."""

    responses: Mapping[tuple[str, str], str]
    uses: tuple[UsePlan, ...]
    students: str = "none"
    consent: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one educator writes one submission.

    Attributes:
        story: What of it stands written by hand: `answers` by "part/question", `artifacts` by
            request.
    """

    sources: Sources
    definition: Definition
    writer: Writer
    rng: Random
    submission: UUID
    story: Entry

    def whole(self, at: datetime) -> Content:
        """Everything that is asked for."""
        parts = self.definition.evidence.parts
        responses = {
            (part.key, question.key): self._written(part.key, question.key)
            or self.writer.answer(part, question)
            for part in parts
            for question in part.questions
        }
        uses = tuple(_tagged(self.definition, list(self._uses(parts, at))))
        return self._declared(responses, uses)

    def half(self, at: datetime) -> Content:
        """A draft: the first part begun, and an artifact or two."""
        parts = self.definition.evidence.parts
        responses = {}
        for part in parts[:1]:
            for place, question in enumerate(part.questions):
                text = self._written(part.key, question.key)
                if not text and not self.story:
                    text = (
                        self.writer.answer(part, question)
                        if place == 0
                        else self.writer.half_answer(question)
                    )
                responses[(part.key, question.key)] = text
        uses = list(self._uses(parts, at))[: self.rng.randint(0, 2)]
        if self.story:
            uses = [use for use in uses if use.request in self.story.get("artifacts", {})]
        return Content(responses, tuple(uses), students="unsaid")

    def again(self, before: Content, open_criteria: Sequence[str], at: datetime) -> Content:
        """A revision: what is open is worked on, the rest is carried over."""
        key = pick(self.rng, list(open_criteria))
        criterion = self.definition.rubric.criterion(key)
        open_keys = set(open_parts(self.definition, open_criteria)) & set(criterion.part)
        responses = dict(before.responses)
        for part in self.definition.evidence.parts:
            for question in part.questions[:1]:
                if part.key in open_keys:
                    responses[(part.key, question.key)] = self._with_more(
                        responses[(part.key, question.key)], question.max_words, criterion.title
                    )
        uses = [
            self._renewed(use, at) if key in use.criteria and use.part in open_keys else use
            for use in before.uses
        ]
        return replace(
            before, responses=responses, uses=tuple(uses), note=self.writer.sentence("notes")
        )

    def _with_more(self, text: str, most: int, criterion: str) -> str:
        more = self.writer.sentence("revised", criterion=criterion)
        longer = f"{text} {more}"
        return longer if len(longer.split()) <= most else text

    def _renewed(self, use: UsePlan, at: datetime) -> UsePlan:
        old = use.artifact
        artifact = replace(
            old, id=identifier(old.id, "again"), title=f"{old.title}, second round", made_at=at
        )
        return replace(use, artifact=artifact, explanation=self.writer.sentence("explanations"))

    def _written(self, part: str, question: str) -> str:
        text: str = self.story.get("answers", {}).get(f"{part}/{question}", "")
        return text.strip()

    def _declared(
        self, responses: Mapping[tuple[str, str], str], uses: tuple[UsePlan, ...]
    ) -> Content:
        shown = any(use.artifact.students != "none" for use in uses)
        if shown and not self.story and self.rng.random() < _SHARE_IDENTIFIABLE:
            consent = self.writer.sentence("consents")
            return Content(responses, uses, "identifiable", consent)
        return Content(responses, uses, "not_identifiable" if shown else "none")

    def _uses(self, parts: Sequence[EvidencePart], at: datetime) -> Iterator[UsePlan]:
        for part in parts:
            for request in part.requests:
                by_hand = self.story.get("artifacts", {}).get(request.key)
                artifacts = (
                    self._by_hand(request, by_hand, at) if by_hand else self._drawn(request, at)
                )
                for artifact, shows, explanation in artifacts:
                    yield UsePlan(artifact, part.key, request.key, shows, explanation)

    def _by_hand(
        self, request: ArtifactRequest, entries: Sequence[Entry], at: datetime
    ) -> Iterator[Drawn]:
        for place, entry in enumerate(entries):
            made = self._artifact(
                request,
                place,
                at,
                kind=entry.get("kind", request.kinds[0]),
                title=entry["title"],
                form=entry.get("as", "text"),
                text=entry["text"],
            )
            yield made, tuple(entry.get("shows", ())), entry.get("explanation", "")

    def _drawn(self, request: ArtifactRequest, at: datetime) -> Iterator[Drawn]:
        most = min(request.maximum, request.minimum + self.rng.randint(0, 1))
        titles: set[str] = set()
        for place in range(most):
            kind = pick(self.rng, request.kinds)
            bank = self.sources.files["artifacts"]["kinds"][kind]
            title = self.writer.filled(pick(self.rng, bank["titles"]))
            if title in titles:
                title = f"{title} ({place + 1})"
            titles.add(title)
            form = pick(self.rng, bank["as"])
            text = self.writer.filled(bank["text"])
            explanation = (
                self.writer.sentence("explanations") if self.rng.random() < 0.4 else ""  # noqa: PLR2004 - many say nothing
            )
            made = self._artifact(request, place, at, kind=kind, title=title, form=form, text=text)
            yield made, (), explanation

    def _artifact(
        self,
        request: ArtifactRequest,
        place: int,
        at: datetime,
        *,
        kind: str,
        title: str,
        form: str,
        text: str,
    ) -> ArtifactPlan:
        shown = artifact_kind(kind).may_show_students or form in _PICTURES
        return ArtifactPlan(
            identifier(self.submission, request.key, place),
            kind,
            title,
            form,
            text,
            "not_identifiable" if shown else "none",
            at,
        )


def _tagged(definition: Definition, uses: list[UsePlan]) -> Iterator[UsePlan]:
    """Each criterion that is judged from artifacts is shown by one of its part.

    What an artifact written by hand says that it shows stands.
    """
    tags = [list(use.criteria) for use in uses]
    shown = {key for use in uses for key in use.criteria}
    for at, criterion in enumerate(definition.rubric.criteria):
        places = [
            place
            for place, use in enumerate(uses)
            if use.part in criterion.part and not use.criteria
        ]
        if places and criterion.key not in shown:
            tags[places[at % len(places)]].append(criterion.key)
    # None stays without a purpose: what is left over shows what its neighbor shows.
    for place, use in enumerate(uses):
        yield replace(use, criteria=tuple(tags[place] or tags[place - 1]))
