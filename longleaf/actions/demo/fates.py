"""Who of the demonstration goes which way: how many earn, wait, try again, take back."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from uuid import UUID

from longleaf.actions.demo.chance import pick, stream
from longleaf.actions.demo.plan import PersonPlan, SubmissionPlan
from longleaf.actions.demo.sources import Entry, Sources
from longleaf.actions.demo.submissions import Office, Way

# How many submissions of each fate there are for each educator.
_SHARES: Mapping[str, float] = {
    "earned": 2.05,
    "draft": 0.12,
    "in_review": 0.16,
    "not_yet": 0.11,
    "revising": 0.025,
    "withdrawn": 0.045,
    "submitted": 0.035,
}
_KEENNESS = (1, 1, 2, 2, 2, 3, 3, 4)  # how often someone's name is in the hat
_OWN_LEA, _OWN_PARTNER, _ELSEWHERE = 5, 3, 1


class Fates:
    """Hands out micro-credentials, to nobody one that they have begun already."""

    def __init__(
        self, sources: Sources, office: Office, people: Sequence[PersonPlan], size: float
    ) -> None:
        self._sources = sources
        self._office = office
        self._people = {person.id: person for person in people}
        self._by_key = {person.key: person.id for person in people if person.key}
        self._educators = [person for person in people if person.cycles and person.lea]
        self._left: dict[UUID, list[str]] = {
            person.id: self._eligible(person) for person in self._educators
        }
        self._rng = stream("fates")
        self._whole = size * sum(one.get("educators", 0) for one in sources.organizations)

    def told(self) -> Iterator[SubmissionPlan]:
        """The submissions that stand written by hand."""
        for story in self._sources.stories:
            slug = story["microcredential"]
            person = self._teller(story, slug)
            self._left[person.id].remove(slug)
            way = Way(self._office, person, slug, story=story, known=self._by_key)
            yield self._go(way, story["fate"])

    def drawn(self) -> Iterator[SubmissionPlan]:
        """All others."""
        hat = [
            person
            for person in self._educators
            for _ in range(pick(stream("keen", person.email), _KEENNESS))
            if not person.key  # those with a name have their stories, or a few that are drawn
        ]
        hat += [person for person in self._educators if person.key in ("marcus", "noor", "priya")]
        for fate, share in _SHARES.items():
            for _ in range(max(1, round(share * self._whole))):
                # What nobody can judge yet is all that can wait without a reviewer.
                person, slug = self._draw(hat, judged=fate != "submitted")
                self._left[person.id].remove(slug)
                yield self._go(Way(self._office, person, slug), fate)

    def checked_first(self) -> Iterator[SubmissionPlan]:
        """Some of a micro-credential whose submissions wait for a first check."""
        for entry in self._sources.files.get("gates", {}).get("gates", []):
            slug = entry["checked_first"]
            able = [
                person
                for person in self._educators
                if not person.key and slug in self._left[person.id] and self._is_of(person, slug)
            ]
            for person in able[: entry["handed_in"]]:
                self._left[person.id].remove(slug)
                yield self._go(Way(self._office, person, slug), "submitted")

    def _is_of(self, person: PersonPlan, slug: str) -> bool:
        """Whether the micro-credential is issued by the person's own LEA."""
        return person.lea == self._office.issuer_of[slug]

    def _go(self, way: Way, fate: str) -> SubmissionPlan:
        ways = {
            "earned": way.earned,
            "draft": way.draft,
            "in_review": way.in_review,
            "not_yet": way.not_yet,
            "revising": way.revising,
            "withdrawn": way.withdrawn,
            "submitted": way.submitted,
        }
        return ways[fate]()

    def _draw(self, hat: list[PersonPlan], *, judged: bool) -> tuple[PersonPlan, str]:
        while True:
            person = pick(self._rng, hat)
            slugs = [
                slug
                for slug in self._left[person.id]
                if self._office.reviewers.has(self._office.issuer_of[slug]) == judged
            ]
            if slugs:
                return person, weighted(self._rng, slugs, [self._weight(person, s) for s in slugs])
            if judged:
                hat.remove(person)

    def _teller(self, story: Entry, slug: str) -> PersonPlan:
        if "educator" in story:
            return self._people[self._by_key[story["educator"]]]
        school = next(
            place.id for place in self._office.places.values() if place.slug == story["school"]
        )
        return next(
            person
            for person in self._educators
            if person.school == school and not person.key and slug in self._left[person.id]
        )

    def _eligible(self, person: PersonPlan) -> list[str]:
        kind, _, span = person.license_key.partition("/")
        return [
            slug
            for slug, definition in self._sources.definitions.items()
            if slug in self._office.issuer_of
            and kind in definition.audience
            and (not span or not definition.grade_spans or span in definition.grade_spans)
        ]

    def _weight(self, person: PersonPlan, slug: str) -> int:
        issuer = self._office.places[self._office.issuer_of[slug]]
        if issuer.id == person.lea:
            return _OWN_LEA
        return _OWN_PARTNER if issuer.kind == "partner" else _ELSEWHERE


def weighted(rng: Random, of: Sequence[str], weights: Sequence[int]) -> str:
    """One of these, each as likely as its weight says."""
    return rng.choices(of, weights)[0]
