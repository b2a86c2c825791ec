"""Facts for the report, gathered from rows and packs; nobody's private words are in it."""

from collections import Counter
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from longleaf.basis.amount import show_amount
from longleaf.basis.document import read_document
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.basis.reading import Section
from longleaf.domain.microcredential.kinds import ARTIFACT_KINDS
from longleaf.domain.renewal.rules_shown import shown as rules_shown
from longleaf.domain.report.content import Source
from longleaf.domain.report.facts import (
    Era,
    EvidenceFacts,
    Example,
    FrameworkFacts,
    LearningFacts,
    OutcomeFacts,
    Paragraph,
    PolicyFacts,
    ReportFacts,
    Study,
    Tally,
    TermFacts,
)
from longleaf.domain.term.glossary import Glossary
from longleaf.policy.document import Table, from_yaml
from longleaf.policy.evaluate import evaluate
from longleaf.policy.explain import explain
from longleaf.policy.facts_reading import facts_of
from longleaf.policy.messages import show_day
from longleaf.policy.pack import find_jurisdiction
from longleaf.policy.parameter import Dated, Unknown
from longleaf.policy.rules import Rules
from longleaf.records.facts.policy import rules_of
from longleaf.records.models import award, credit, evidence, microcredential, plan
from longleaf.records.models import organization as people
from longleaf.records.models.organization import in_force

_SOURCE_KINDS: Final = {
    "statute": "statutes",
    "rule": "rules of the administrative code",
    "state_policy": "policies of the State Board",
    "state_page": "pages of the state",
    "district_page": "pages of districts",
    "other_page": "other pages",
    "slides": "slides of talks",
    "invented": "invented for the demonstration",
}
_OUTCOMES: Final = {
    "met": "All that is asked for is there",
    "unmet": "Something is still missing",
    "unknown": "Cannot be said yet",
    "waived": "Waived by a plan",
    "exempt": "Exempt",
}
_PLANS: Final = {"draft": "In draft or under review", "in_force": "In force", "ended": "Ended"}


def report_facts(
    department: UUID,
    *,
    on: date,
    words: Glossary,
    paragraphs: tuple[Paragraph, ...],
    cited: tuple[Source, ...],
) -> ReportFacts:
    """The facts of a department's state on a day; `cited` are the sources of the paragraphs."""
    body = people.Organization.objects.get(pk=department)
    rules = rules_of(body.jurisdiction)
    studies = _studies(body.jurisdiction)
    sources = (
        *(
            Source(
                one.key,
                f"{one.title}. {one.publisher}. Verified {show_day(one.verified_on)}.",
                one.url or "",
            )
            for one in rules.citations.values()
        ),
        *(Source(one.source, f"{one.source}.") for one in studies),
        *cited,
    )
    places = people.Organization.objects.filter(jurisdiction=body.jurisdiction)
    return ReportFacts(
        on=on,
        body=body.name,
        state=body.jurisdiction.replace("_", " ").title(),
        is_demo=body.is_demo,
        leas=places.filter(kind="lea").count(),
        policies=_policies(rules, on),
        learning=_learning(rules, on, body.jurisdiction),
        evidence=_evidence(body.jurisdiction),
        terms=_terms(words),
        framework=FrameworkFacts(_examples(body.jurisdiction, rules), (), 0),
        outcomes=_outcomes(body.jurisdiction, on),
        studies=studies,
        paragraphs=paragraphs,
        sources=sources,
    )


def _policies(rules: Rules, on: date) -> PolicyFacts:
    laid_out = rules_shown(rules, on=on)
    kinds = Counter(one.kind for one in rules.citations.values())
    now = [(one, era) for one in laid_out.licenses for era in one.eras if era.is_now]
    cites = [each.key for _, era in now for each in era.citations]
    return PolicyFacts(
        version=rules.policy.version,
        sources=tuple(
            Tally(words, kinds[kind]) for kind, words in _SOURCE_KINDS.items() if kinds[kind]
        ),
        eras=tuple(
            Era(
                one.title,
                _span(era.first, era.last),
                era.total or "not known",
                ", ".join(f"{title} {amount}" for title, amount in era.split) or era.unknown,
            )
            for one, era in now
        ),
        locals=sum(not one.invented for one in rules.locals.values()),
        invented_locals=sum(one.invented for one in rules.locals.values()),
        unknown=_unknown_rows(rules),
        cites=tuple(dict.fromkeys(cites)),
    )


def _span(first: date | None, last: date | None) -> str:
    begins = f"from {show_day(first)}" if first else "at any time"
    return f"{begins} to {show_day(last)}" if last else begins


def _unknown_rows(rules: Rules) -> int:
    dated: list[Dated[Any]] = [
        *(one.values for one in rules.parameters.values()),
        *rules.grade_spans.values(),
        *(one.worth for one in rules.activities.values()),
        *(one.credit.split for one in rules.licenses),
        rules.crosswalk,
    ]
    return sum(isinstance(row.value, Unknown) for each in dated for row in each.rows)


def _learning(rules: Rules, on: date, state: str) -> LearningFacts:
    lines = rules_shown(rules, on=on).activities
    latest = {line.title: line for line in reversed(lines)}
    approved = credit.Activity.objects.filter(
        state="approved", organization__jurisdiction=state
    ).order_by()
    titles = {name: one.title for name, one in rules.activities.items()}
    return LearningFacts(
        worth=tuple((title, line.text) for title, line in latest.items()),
        approved=_by_kind(approved.values_list("kind"), titles, "person"),
        activities=approved.count(),
        educators=approved.values("person").distinct().count(),
        cites=tuple(dict.fromkeys(each.key for line in latest.values() for each in line.citations))[
            :8
        ],
    )


def _by_kind(
    rows: "QuerySet[credit.Activity, tuple[str]] | QuerySet[evidence.ArtifactUse, tuple[str]]",
    titles: dict[str, str],
    person: str,
) -> tuple[Tally, ...]:
    counted = rows.annotate(all=Count("pk", distinct=True), people=Count(person, distinct=True))
    found = [
        Tally(titles.get(kind, kind.replace("_", " ").capitalize()), count, by)
        for kind, count, by in counted
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.label)))


def _evidence(state: str) -> EvidenceFacts:
    versions = microcredential.Version.objects.filter(
        state="published", microcredential__issuer__jurisdiction=state
    ).values_list("definition", flat=True)
    accepted: Counter[str] = Counter()
    for definition in versions:
        accepted.update(
            {
                kind
                for part in definition.get("parts", ())
                for request in part.get("requests", ())
                for kind in request.get("kinds", ())
            }
        )
    uses = evidence.ArtifactUse.objects.filter(
        attempt__submitted_at__isnull=False,
        attempt__submission__organization__jurisdiction=state,
    ).order_by()
    titles = {one.key: one.title for one in ARTIFACT_KINDS}
    return EvidenceFacts(
        published=len(versions),
        asked=tuple(
            Tally(titles.get(kind, kind), count)
            for kind, count in sorted(accepted.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
        handed_in=_by_kind(
            uses.values_list("artifact__kind"), titles, "attempt__submission__educator"
        ),
        artifacts=uses.count(),
        educators=uses.values("attempt__submission__educator").distinct().count(),
    )


def _terms(glossary: Glossary) -> TermFacts:
    words = glossary.concepts
    statuses = Counter(str(one.status) for one in words)
    said: dict[str, set[str]] = {}
    for one in words:
        for usage in one.usages:
            said.setdefault(usage.word.casefold(), set()).add(one.word)
    return TermFacts(
        words=len(words),
        usages=sum(len(one.usages) for one in words),
        statuses=tuple(Tally(name.capitalize(), count) for name, count in statuses.items()),
        conflicts=tuple(
            f"“{word}” is said for {' and for '.join(sorted(meant))}."
            for word, meant in sorted(said.items())
            if len(meant) > 1
        ),
    )


def _examples(state: str, rules: Rules) -> tuple[Example, ...]:
    path = find_jurisdiction(state) / "report" / "examples.yaml"
    node = from_yaml(path.read_bytes(), f"report/{path.name}")
    if not isinstance(node, Table):
        raise ProblemsError([Problem(path.name, "This must be a set of named fields.")])
    found = []
    for one in node.tables("examples"):
        given = facts_of(one.table("facts"), kinds=rules.kinds)
        day = given.license.expires_on
        if day is None:
            raise ProblemsError([Problem(one.where, "The example has no last day.")])
        said = evaluate(rules, given, day)
        words = explain(rules, said)
        found.append(
            Example(
                key=one.text("key"),
                title=one.text("title"),
                given=words.entries,
                required="not known" if said.required is None else show_amount(said.required),
                counted=show_amount(said.counted),
                missing="not known" if said.missing is None else show_amount(said.missing),
                outcome=words.headline,
                because=tuple(each.says for each in words.paragraphs),
                cites=tuple(
                    dict.fromkeys(each.key for line in said.findings for each in line.citations)
                ),
            )
        )
    return tuple(found)


@cache
def _studies(state: str) -> tuple[Study, ...]:
    path = find_jurisdiction(state) / "report" / "research.yaml"
    document = read_document(path.read_text(encoding="utf-8"), name=path.name)
    problems: list[Problem] = []
    found = []
    for one in Section.of(document.data, problems=problems).sections("studies"):
        texts = (one.text(name, longest=600) for name in ("title", "shows", "does_not", "source"))
        found.append(Study(one.key("key"), *texts))
        one.finish()
    if problems:
        raise ProblemsError(document.located(problems))
    return tuple(found)


def _outcomes(state: str, on: date) -> OutcomeFacts:
    begun = evidence.Submission.objects.filter(organization__jurisdiction=state)
    first = evidence.Attempt.objects.filter(
        submission__organization__jurisdiction=state, number=1, state="decided"
    )
    awards = award.Award.objects.filter(issuer__jurisdiction=state, state="active")
    licenses = credit.License.objects.filter(
        cycle_began_on__lte=on, expires_on__gte=on, summary__isnull=False
    )
    standings = Counter(licenses.values_list("summary__outcome", flat=True))
    return OutcomeFacts(
        begun=begun.count(),
        beginners=begun.values("educator").distinct().count(),
        decided_first=first.count(),
        earned_first=first.filter(outcome="earned").count(),
        awards=awards.count(),
        earners=awards.values("educator").distinct().count(),
        by_lea=_earners_by_lea(state, on),
        plans=_plans(state, on),
        licenses=licenses.count(),
        standings=tuple(
            Tally(words, standings[key], standings[key])
            for key, words in _OUTCOMES.items()
            if standings[key]
        ),
    )


def _earners_by_lea(state: str, on: date) -> tuple[Tally, ...]:
    held = (
        people.Role.objects.filter(
            in_force(on),
            kind="educator",
            organization__jurisdiction=state,
            person__awards__state="active",
            person__awards__issuer__jurisdiction=state,
        )
        .annotate(lea=Coalesce("organization__parent_id", "organization_id"))
        .order_by()
        .values_list("lea")
        .annotate(Count("person", distinct=True))
    )
    counted = dict(held)
    leas = people.Organization.objects.filter(jurisdiction=state, kind="lea").order_by("name")
    return tuple(
        Tally(name, counted.get(pk, 0), counted.get(pk, 0))
        for pk, name in leas.values_list("pk", "name")
    )


def _plans(state: str, on: date) -> tuple[Tally, ...]:
    known = plan.Plan.objects.filter(is_template=False, organization__jurisdiction=state)
    spans = plan.PlanForce.objects.filter(version__plan__in=known)
    current = set(
        spans.filter(first_on__lte=on)
        .exclude(last_on__lt=on)
        .values_list("version__plan", flat=True)
    )
    ended = set(spans.filter(last_on__lt=on).values_list("version__plan", flat=True)) - current
    counts = {
        "draft": known.count() - len(current) - len(ended),
        "in_force": len(current),
        "ended": len(ended),
    }
    return tuple(Tally(words, counts[key]) for key, words in _PLANS.items() if known.exists())
