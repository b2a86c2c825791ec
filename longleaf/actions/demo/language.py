"""The demonstration's common language: a group, three proposals, a place's own word, an import."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from longleaf.actions import term as verbs
from longleaf.actions.demo.chance import moment, stream
from longleaf.actions.demo.plan import Year
from longleaf.actions.demo.sources import JURISDICTION, Entry, Sources
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.records.models import term as rows
from longleaf.records.queries.organization import actor

Act = tuple[datetime, Callable[[], object]]


def write_language(year: Year, sources: Sources) -> None:
    """Tell what the group did, in the order in which it came; without a registry, nothing."""
    told = sources.files.get("language")
    if told and rows.Concept.objects.filter(jurisdiction=JURISDICTION).exists():
        story = _Story(year, told)
        story.convene()
        for _, act in sorted(story.acts(), key=lambda one: one[0]):
            act()


class _Story:
    """The group's year."""

    def __init__(self, year: Year, told: Entry) -> None:
        self.year, self.told = year, told
        self.group: Entry = told["group"]
        self.made: dict[str, Any] = {}

    def convene(self) -> None:
        """The group, with the rule that it began with."""
        rule = {**self.group["rule"], "objections_answered": True}
        made = rows.WorkGroup.objects.create(
            slug=self.group["slug"],
            title=self.group["title"],
            purpose=" ".join(self.group["purpose"].split()),
            convened_by_id=self.year.place(self.group["convened_by"]).id,
            source=self.group["source"],
            verified_on=f"{self.year.today:%Y-%m}",
            rule=rule,
        )
        for member in self.group["members"]:
            made.members.create(
                organization_id=self.year.place(member["organization"]).id,
                person_id=self.year.person(member["person"]).id,
                role=member["role"],
            )
        for position, (key, title) in enumerate(verbs.DELIVERABLES.items()):
            made.deliverables.create(
                key=key, position=position, title=title, changed_at=self._at(210, key)
            )

    def acts(self) -> list[Act]:
        """Everything that somebody did, with its moment."""
        found = [
            *self._days(),
            *(act for one in self.told["proposals"] for act in self._proposal(one)),
        ]
        for one in self.told["local"]:
            said = {name: one[name] for name in ("concept", "word", "plural")}
            found.append(self._act(one["days"], one["by"], verbs.name_locally, said))
        return [*found, *self._brought()]

    def _days(self) -> list[Act]:
        chair, acts = self.group["chair"], []
        for one in self.group["milestones"]:
            reached = one.get("reached")
            said = {
                "milestone": None,
                "title": one["title"],
                "due_on": self._day(one["due"]),
                "reached_on": self._day(reached) if reached is not None else None,
            }
            ago = 200 if reached is None else reached
            acts.append(self._act(ago, chair, verbs.keep_milestone, said))
        for key, one in self.group["deliverables"].items():
            acts.append(self._act(15, chair, verbs.set_deliverable, {"key": key, **one}))
        return acts

    def _proposal(self, one: Entry) -> list[Act]:
        key, ago, chair = one["concept"], one["days"], self.group["chair"]
        said = {name: one[name] for name in ("concept", "word", "definition", "reason", "rests_on")}

        def propose(**more: Any) -> None:
            self.made[key] = verbs.propose_term(plural="", **said, **more)

        acts = [self._act(ago, one["by"], propose, {})]
        if "votes" not in one:
            return acts

        def of(verb: Callable[..., object]) -> Callable[..., object]:
            return lambda **more: verb(proposal=self.made[key], **more)

        acts.append(self._act(ago - 1, chair, of(verbs.open_comments), {}))
        for at, comment in enumerate(one["comments"]):
            acts += self._comment(f"{key} {at}", comment, of(verbs.comment_on_proposal))
        until = one.get("decided", 0)
        for who, vote in one["votes"].items():
            acts.append(self._act(until + 1, who, of(verbs.vote_on_proposal), {"vote": vote}))
        if "decided" in one:
            minutes = " ".join(one["minutes"].split())
            acts.append(self._act(until, chair, of(verbs.decide_proposal), {"minutes": minutes}))
        return acts

    def _comment(self, key: str, one: Entry, comment: Callable[..., object]) -> list[Act]:
        def say(**more: Any) -> None:
            self.made[key] = comment(kind=one["kind"], text=one["text"], **more)

        def answer(**more: Any) -> None:
            verbs.answer_comment(comment=self.made[key], answer=one["answer"], **more)

        acts = [self._act(one["days"], one["by"], say, {})]
        if "answer" in one:
            acts.append(self._act(one["days"] - 4, self.group["chair"], answer, {}))
        return acts

    def _brought(self) -> list[Act]:
        one = self.told["brought"]
        said = {name: one[name] for name in ("who", "kind", "where", "citation")}
        said |= {
            "name": "words.csv",
            "content": one["words"].encode(),
            "verified_on": self._day(one["days"]),
        }
        return [self._act(one["days"], one["by"], verbs.read_glossary, said)]

    def _act(self, ago: int, who: str, verb: Callable[..., object], said: Mapping[str, Any]) -> Act:
        at = self._at(ago, f"{who} {verb.__qualname__} {sorted(said)}")
        return at, lambda: verb(by=self._actor(who, at), now=at, **said)

    def _day(self, ago: int) -> date:
        return self.year.today - timedelta(days=ago)

    def _at(self, ago: int, of: str) -> datetime:
        return moment(self._day(ago), stream(f"language {ago} {of}"), first=10, last=14)

    def _actor(self, who: str, at: datetime) -> Actor:
        return actor(self.year.person(who).id, on=legal_day(at))
