"""Verbs on decisions: keep where a license stands, and set a kept one as an evidence pack."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from longleaf.actions.audit import record_event
from longleaf.basis.ports import Attachment, Pdf
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import authorize, person_acting
from longleaf.domain.renewal.jurisdiction import jurisdiction_of, legal_day
from longleaf.domain.renewal.kept import facts_as_json
from longleaf.domain.renewal.pack import AttachedBadge, pack_data
from longleaf.policy.evaluate import evaluate
from longleaf.policy.report import evaluation_as_json
from longleaf.policy.rules import Rules
from longleaf.records.facts.policy import rules_of, text_of_rules
from longleaf.records.facts.renewal import facts_of
from longleaf.records.models import renewal as rows
from longleaf.records.queries.decision import (
    KeptDecision,
    decidable_license,
    documents_for,
    kept_decision,
    told_again,
)

TEMPLATE = "evidence_pack"
PURPOSES = ("pack", "renewal")


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """A pack that was made; `decision` is what it says, kept."""

    decision: UUID
    content: bytes


@transaction.atomic
def keep_decision(*, by: Actor, license: UUID, purpose: str, now: datetime) -> UUID:
    """Keep where a license stands today, with the facts and the rules that say so.

    The same again on the same day, where nothing has changed, gives the first.

    Raises:
        NoSuchRecordError: If the license is neither the actor's own nor in their reach.
        ValueError: If there is no such purpose.
    """
    if purpose not in PURPOSES:
        raise ValueError(purpose)
    on = legal_day(now)
    held, organization = decidable_license(by, license, on=on)
    authorize(by, "keep_decision", owner=held.person_id, organization=organization)
    facts = facts_of([held], on=on)[held.pk]
    rules = rules_of(jurisdiction_of(facts.employer))
    evaluation = evaluate(rules, facts, on)
    kept = rows.RenewalDecision(
        license=held,
        purpose=purpose,
        on=on,
        policy=_edition(rules, now),
        outcome=evaluation.outcome.value,
        facts=facts_as_json(facts),
        found=evaluation_as_json(evaluation),
        kept_by_id=person_acting(by),
        kept_at=now,
    )
    same = rows.RenewalDecision.objects.filter(
        license=held,
        purpose=purpose,
        on=on,
        policy=kept.policy,
        facts=kept.facts,
        found=kept.found,
        kept_by=kept.kept_by_id,
    )
    before = same.values_list("pk", flat=True).first()
    if before is not None:
        return before
    kept.save(force_insert=True)
    record_event(
        "decision.kept",
        by=by,
        subject=("renewal_decision", kept.pk),
        organization=organization,
        details={"license": str(held.pk), "purpose": purpose, "outcome": kept.outcome},
        now=now,
    )
    return kept.pk


@transaction.atomic
def make_evidence_pack(
    *, by: Actor, license: UUID, pdf: Pdf, base_url: str, now: datetime
) -> EvidencePack:
    """Keep today's decision on a license and set it as a PDF with the badges attached.

    Raises:
        NoSuchRecordError: If the license is neither the actor's own nor in their reach.
    """
    decision = keep_decision(by=by, license=license, purpose="pack", now=now)
    return set_evidence_pack(by=by, decision=decision, pdf=pdf, base_url=base_url, now=now)


@transaction.atomic
def set_evidence_pack(
    *, by: Actor, decision: UUID, pdf: Pdf, base_url: str, now: datetime
) -> EvidencePack:
    """Set a kept decision as a PDF; the same decision says the same whenever it is set.

    A badge goes along if its educator makes the pack or has published the badge: what a badge
    shows of evidence and levels is theirs to show.

    Raises:
        NoSuchRecordError: If the decision is out of the actor's reach.
        LookupError: If the rules that were kept no longer come to their hash.
    """
    kept = kept_decision(by, decision)
    authorize(by, "keep_decision", owner=kept.person, organization=kept.organization)
    told, counted = told_again(kept)
    badges = documents_for(counted, published_only=kept.person != by.person)
    content = pdf.compile(
        TEMPLATE,
        pack_data(
            told,
            holder=kept.holder,
            field=kept.field,
            decision=str(kept.id),
            kept_on=legal_day(kept.kept_at),
            badges=badges,
            base_url=base_url,
        ),
        attachments=(*_attached(badges), *_of_decision(kept)),
    )
    record_event(
        "evidence_pack.made",
        by=by,
        subject=("renewal_decision", kept.id),
        organization=kept.organization,
        details={"badges": sum(bool(one.document) for one in badges)},
        now=now,
    )
    return EvidencePack(kept.id, content)


def _attached(badges: Iterable[AttachedBadge]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(one.file, one.document.encode(), "application/json", f"Badge: {one.title}")
        for one in badges
        if one.document
    )


def _of_decision(kept: KeptDecision) -> tuple[Attachment, ...]:
    """The facts, which `longleaf policy evaluate` reads, and the answer."""
    return tuple(
        Attachment(f"{name}.json", _as_file(content), "application/json", says)
        for name, content, says in (
            ("facts", kept.facts, "The facts the decision rests on"),
            ("decision", kept.found, "The decision, finding by finding"),
        )
    )


def _as_file(content: object) -> bytes:
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False).encode()


def _edition(rules: Rules, now: datetime) -> rows.PolicyEdition:
    """The rules' own text, kept once under their hash."""
    edition, _ = rows.PolicyEdition.objects.get_or_create(
        hash=rules.policy.hash,
        defaults={
            "jurisdiction": rules.policy.jurisdiction,
            "version": rules.policy.version,
            "files": text_of_rules(rules.policy.jurisdiction),
            "kept_at": now,
        },
    )
    return edition
