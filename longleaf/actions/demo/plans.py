"""The demonstration's alternative plans: one in force, one asked about, one with gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from longleaf.actions import plan as verbs
from longleaf.actions.demo.chance import moment, stream
from longleaf.actions.demo.plan import Year
from longleaf.actions.demo.sources import Entry, Sources
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import plan as rows
from longleaf.records.queries.organization import actor

KIND = "alternative_renewal_plan"


def write_plans(year: Year, sources: Sources) -> None:
    """Write each plan as far as its story goes, by the people of its LEA and the Department."""
    for entry in sources.files.get("plans", {}).get("plans", []):
        _Story(year, entry).tell()


@dataclass
class _Story:
    """One plan on its way."""

    year: Year
    entry: Entry

    def tell(self) -> None:
        plan = self._draft()
        if "comment" in self.entry:
            at = self._at("began") + timedelta(hours=1)
            verbs.comment_on_plan(by=self._writer(at), plan=plan, now=at, **self.entry["comment"])
        if "submitted" not in self.entry:
            return
        at = self._at("submitted")
        verbs.submit_plan(by=self._writer(at), plan=plan, now=at)
        self._review(rows.PlanReview.objects.get(plan=plan))
        if "starts" in self.entry:
            self._start(plan)
            self._outcomes(plan)

    def _draft(self) -> UUID:
        at = self._at("began")
        by = self._writer(at)
        place = self.year.place(self.entry["organization"])
        plan = verbs.begin_plan(
            by=by, organization=place.id, kind=KIND, title=self.entry["title"], now=at
        )
        for number, (key, data) in enumerate(self.entry["sections"].items(), start=1):
            verbs.save_section(
                by=by,
                plan=plan,
                key=key,
                revision=1,
                data=self._section(data),
                now=at + timedelta(minutes=7 * number),
            )
        return plan

    def _section(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """A section with its schools and days as this year has them."""
        found = {**data, "text": " ".join(str(data.get("text", "")).split())}
        if "coverage" in data:
            said = dict(data["coverage"])
            ahead = said.pop("starts", None)
            if ahead is not None:
                said["starts_on"] = (self.year.today + timedelta(days=ahead)).isoformat()
            elif "starts" in self.entry:
                said["starts_on"] = self._day("starts").isoformat()
            said["schools"] = [str(self.year.place(slug).id) for slug in said.get("schools", [])]
            found["coverage"] = said
        return found

    def _review(self, review: rows.PlanReview) -> None:
        at = self._at("taken_up")
        due = self.year.today + timedelta(days=self.entry["due"]) if "due" in self.entry else None
        verbs.assign_plan_reviewers(
            by=self._reader(at),
            review=review.pk,
            persons=[self.year.person(self.entry["reviewer"]).id],
            due_on=due,
            now=at,
        )
        for number, element in enumerate(list(self.entry["sections"]), start=1):
            if "completed" in self.entry or number <= 3:  # noqa: PLR2004 - not yet the whole list
                verbs.mark_element(
                    by=self._reader(at),
                    review=review.pk,
                    element=element,
                    mark="there",
                    now=at + timedelta(minutes=9 * number),
                )
        self._questions(review)
        if "completed" in self.entry:
            at = self._at("completed")
            verbs.complete_review(
                by=self._reader(at),
                review=review.pk,
                version=1,
                conditions=self.entry["conditions"],
                statement=self.entry["statement"],
                now=at,
            )

    def _questions(self, review: rows.PlanReview) -> None:
        at = self._at("asked")
        for name in ("question", "more_question"):
            if name not in self.entry:
                continue
            asked = self.entry[name]
            question = verbs.ask_question(
                by=self._reader(at),
                review=review.pk,
                element=asked["element"],
                text=asked["text"],
                now=at,
            )
            if "answer" in asked:
                later = self._at("answered")
                verbs.answer_question(
                    by=self._writer(later), question=question, text=asked["answer"], now=later
                )
            at += timedelta(minutes=20)

    def _start(self, plan: UUID) -> None:
        at = self._at("completed") + timedelta(hours=2)
        verbs.start_plan(
            by=self._writer(at), plan=plan, version=1, first=self._day("starts"), now=at
        )
        if "published" in self.entry:
            at = self._at("published")
            verbs.publish_plan(by=self._writer(at), plan=plan, now=at)

    def _outcomes(self, plan: UUID) -> None:
        """What the measures showed, a correction, and the report of the first year."""
        lines: list[int] = []
        for one in self.entry.get("figures", []):
            at = self._moment(one["said"], f"figure {one['measure']} {one['held_for']}")
            lines.append(
                verbs.report_figure(
                    by=self._writer(at),
                    plan=plan,
                    measure=one["measure"],
                    day=(self.year.today - timedelta(days=one["held_for"])).isoformat(),
                    figure=one["figure"],
                    size=one.get("size", ""),
                    note=one.get("note", ""),
                    now=at,
                )
            )
            self._correct(lines)
        if "year" in self.entry:
            words = {**self.entry["year"]}
            at = self._moment(words.pop("sent"), "year")
            verbs.send_year_report(
                by=self._writer(at),
                plan=plan,
                first=self._day("starts"),
                revision=0,
                words={key: " ".join(text.split()) for key, text in words.items()},
                now=at,
            )

    def _correct(self, lines: list[int]) -> None:
        """Correct the newest figure, if it is the one that turned out wrong."""
        said = self.entry.get("correction")
        if said is None or said["figure"] != len(lines) - 1:
            return
        at = self._moment(said["said"], "correction")
        verbs.correct_figure(
            by=self._writer(at),
            line=lines[-1],
            figure=said["now"],
            size=said["size"],
            because=said["because"],
            now=at,
        )

    def _moment(self, ago: int, of: str) -> datetime:
        word = f"plan {self.entry['organization']} {of}"
        return moment(self.year.today - timedelta(days=ago), stream(word), first=10, last=14)

    def _day(self, name: str) -> date:
        return self.year.today - timedelta(days=self.entry[name])

    def _at(self, name: str) -> datetime:
        word = f"plan {self.entry['organization']} {name}"
        return moment(self._day(name), stream(word), first=10, last=14)

    def _writer(self, at: datetime) -> Actor:
        return actor(self.year.person(self.entry["coordinator"]).id, on=legal_day(at))

    def _reader(self, at: datetime) -> Actor:
        return actor(self.year.person(self.entry["reviewer"]).id, on=legal_day(at))
