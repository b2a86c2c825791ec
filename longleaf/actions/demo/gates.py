"""What of the demonstration's reviews does not go its plain way: a return, an appeal, a coach."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from longleaf.actions import review as verbs
from longleaf.actions.demo.plan import SubmissionPlan, Year
from longleaf.actions.demo.sources import Entry, Sources
from longleaf.basis.ports import KeyVault
from longleaf.domain.evidence.due import due_on
from longleaf.domain.microcredential.definition import parse_definition
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.domain.review.gate import CHECKLIST, Finding
from longleaf.domain.review.program import Program
from longleaf.records.facts.gate import checkers_of
from longleaf.records.models import evidence, gate, microcredential
from longleaf.records.models import review as rows
from longleaf.records.queries.organization import actor

_BEGAN = timedelta(hours=2)  # before the demonstration is loaded
_LATELY = timedelta(days=25)
_OPEN = ("draft", "not_yet")


def write_gates(
    year: Year, sources: Sources, *, vault: KeyVault, base_url: str, now: datetime
) -> None:
    """Let each LEA settle how it reviews, and lead some of its submissions another way."""
    for entry in sources.files.get("gates", {}).get("gates", []):
        _Story(year, sources, entry, vault, base_url, now - _BEGAN).tell()


@dataclass
class _Story:
    """One LEA's; `at` goes on with every act."""

    year: Year
    sources: Sources
    entry: Entry
    vault: KeyVault
    base_url: str
    at: datetime
    used: set[UUID] = field(default_factory=set)

    def tell(self) -> None:
        self._settle(self.entry["coordinator"], None, self.entry["shared"])
        self._check()
        lately = [
            one
            for one in self._submissions("not_yet")
            if one.attempts[-1].decided_at and one.attempts[-1].decided_at > self.at - _LATELY
        ]
        for number, plan in enumerate(lately[:2]):
            self._appeal(plan, answered=number == 1)
        self._coach()

    def _later(self) -> datetime:
        self.at += timedelta(minutes=4)
        return self.at

    def _by(self, person: UUID) -> Actor:
        return actor(person, on=legal_day(self.at))

    def _submissions(self, state: str) -> Iterator[SubmissionPlan]:
        """The LEA's in a state, those that the tutorial needs left out; each is used once."""
        spared = {self.year.person(key).id for key in self.entry["spared"]}
        slugs = {
            one.slug
            for one in self.year.submissions
            if one.educator in spared and one.state in _OPEN
        }
        for one in self.year.submissions[len(self.sources.stories) :]:
            is_ours = self.sources.issuer_of[one.slug] == self.entry["organization"]
            is_free = one.slug not in slugs and one.id not in self.used
            if is_ours and is_free and one.state == state:
                yield one

    def _settle(self, key: str, slug: str | None, settings: Entry) -> None:
        place = self.year.place(self.entry["organization"])
        about = slug and microcredential.Microcredential.objects.get(slug=slug).pk
        now = self._later()
        verbs.keep_program(
            by=self._by(self.year.person(key).id),
            organization=place.id,
            microcredential=about or None,
            program=Program(**settings),
            now=now,
        )

    def _check(self) -> None:
        """One micro-credential is checked first: what of it waits for reviewers waits for that."""
        slug = self.entry["checked_first"]
        self._settle(self.entry["author"], slug, self.entry["checked"])
        found = [one for one in self._submissions("submitted") if one.slug == slug]
        for number, plan in enumerate(found):
            self.used.add(plan.id)
            attempt = evidence.Attempt.objects.get(pk=plan.attempts[-1].id)
            opened_at = attempt.submitted_at or self.at
            check = gate.CompletenessCheck.objects.create(
                attempt=attempt, opened_at=opened_at, due_on=due_on(legal_day(opened_at), 1)
            )
            if number == 1:
                self._return(check)

    def _return(self, check: gate.CompletenessCheck) -> None:
        now = self._later()
        findings = {item.key: Finding(holds=True) for item in CHECKLIST}
        findings["readable"] = Finding(holds=False, reason=" ".join(self.entry["returned"].split()))
        checker = checkers_of(check.attempt, on=legal_day(now))[0]
        verbs.decide_completeness(by=self._by(checker), check=check.pk, findings=findings, now=now)

    def _appeal(self, plan: SubmissionPlan, *, answered: bool) -> None:
        self.used.add(plan.id)
        grounds = " ".join(self.entry["grounds"].split())
        verbs.ask_appeal(
            by=self._by(plan.educator), submission=plan.id, grounds=grounds, now=self._later()
        )
        appeal = gate.Appeal.objects.get(attempt=plan.attempts[-1].id)
        review = rows.Review.objects.filter(attempt=appeal.attempt_id, seat=4).first()
        if answered and review is not None:
            self._uphold(appeal, review)

    def _uphold(self, appeal: gate.Appeal, review: rows.Review) -> None:
        by = self._by(review.reviewer_id)
        version = appeal.attempt.submission.version
        passing = parse_definition(version.definition).rubric.passing_level
        for criterion in appeal.criteria:
            verbs.save_score(
                by=by,
                review=review.pk,
                criterion=criterion,
                level=passing,
                reason=self.entry["shown"],
                revision=0,
                now=self._later(),
            )
        answer = " ".join(self.entry["upheld"].split())
        verbs.save_comment(by=by, review=review.pk, comment=answer, revision=0, now=self._later())
        verbs.finish_review(
            by=by, review=review.pk, vault=self.vault, base_url=self.base_url, now=self._later()
        )

    def _coach(self) -> None:
        plan = next(self._submissions("not_yet"), None)
        if plan is None:
            return
        self._settle(self.entry["author"], plan.slug, self.entry["coached"])
        coach = self.year.person(self.entry["coach"]).id
        coaching = verbs.name_coach(
            by=self._by(self.year.person(self.entry["coordinator"]).id),
            submission=plan.id,
            coach=coach,
            note=self.entry["word"],
            now=self._later(),
        )
        for note in self.entry["notes"]:
            who = coach if note["by"] == "coach" else plan.educator
            verbs.write_coaching_note(
                by=self._by(who), coaching=coaching, text=note["text"], now=self._later()
            )
