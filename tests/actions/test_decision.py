"""Keeping decisions, computing them again, and setting them as evidence packs."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from longleaf.actions.check import check_badge
from longleaf.actions.decision import EvidencePack, keep_decision, make_evidence_pack
from longleaf.actions.errors import NoSuchRecordError
from longleaf.credential.report import Overall
from longleaf.domain.organization.actor import RoleKind
from longleaf.gateways.pdf import TypstPdf
from longleaf.gateways.vault import FileVault
from longleaf.records.facts.policy import rules_from_text, rules_kept, rules_of
from longleaf.records.models import audit, credit
from longleaf.records.models import badge as badges
from longleaf.records.models import organization as people
from longleaf.records.models import renewal as rows
from longleaf.records.queries.decision import computed_again, kept_decision
from tests.cycles import a_license, an_approved_activity, an_award
from tests.people import NOW, Cast
from tests.printed import said_in

PDF = TypstPdf()


def keep(
    cast: Cast, by: people.Person, held: credit.License, purpose: str = "renewal"
) -> rows.RenewalDecision:
    kept = keep_decision(by=cast.acting(by), license=held.pk, purpose=purpose, now=NOW)
    return rows.RenewalDecision.objects.get(pk=kept)


def a_pack(cast: Cast, by: people.Person, held: credit.License) -> EvidencePack:
    return make_evidence_pack(
        by=cast.acting(by), license=held.pk, pdf=PDF, base_url=settings.BASE_URL, now=NOW
    )


def attached_to(pack: EvidencePack) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pack.content)) as opened:
        return {name: inside.get_file().read_bytes() for name, inside in opened.attachments.items()}


def test_a_kept_decision_names_the_rules_and_holds_the_facts(cast: Cast) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast, "literacy")
    kept = keep(cast, cast.chloe, held)
    rules = rules_of("north_carolina")
    assert (kept.policy_id, kept.policy.version) == (rules.policy.hash, rules.policy.version)
    assert kept.outcome == "unmet"
    assert len(kept.facts["activities"]) == 1
    assert kept.found["policy"]["hash"] == rules.policy.hash
    assert audit.AuditEvent.objects.filter(verb="decision.kept").count() == 1


def test_the_same_again_on_the_same_day_is_kept_once(cast: Cast) -> None:
    held = a_license(cast.amina)
    assert keep(cast, cast.chloe, held) == keep(cast, cast.chloe, held)
    assert audit.AuditEvent.objects.filter(verb="decision.kept").count() == 1


def test_the_text_that_is_kept_comes_to_the_same_hash(cast: Cast) -> None:
    kept = keep(cast, cast.amina, a_license(cast.amina))
    assert rules_from_text(kept.policy.files).policy.hash == kept.policy_id


def test_a_demonstration_s_local_rules_are_kept_with_the_state_s(
    cast: Cast, demo_rules: None
) -> None:
    kept = keep(cast, cast.amina, a_license(cast.amina))
    again = rules_from_text(kept.policy.files)
    assert again.policy.hash == kept.policy_id
    assert "northfield" in again.locals


def test_a_decision_computed_again_holds_whatever_has_happened_since(cast: Cast) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast, "literacy")
    kept = keep(cast, cast.chloe, held)
    an_approved_activity(cast, "academic", title="Another", quantity="30")
    again = computed_again(kept_decision(cast.acting(cast.chloe), kept.pk))
    assert again.holds
    assert again.todays_rules is None


def test_a_decision_that_does_not_come_out_the_same_says_where(cast: Cast) -> None:
    kept = keep(cast, cast.amina, a_license(cast.amina))
    found = kept_decision(cast.acting(cast.amina), kept.pk)
    found.found["counted"] = "7"
    again = computed_again(found)
    assert not again.holds
    assert [(one.where, one.was, one.now) for one in again.same_rules] == [("counted", "7", "0")]


def test_rules_that_lost_their_text_are_said_to_not_be_checkable(cast: Cast) -> None:
    kept = keep(cast, cast.amina, a_license(cast.amina))
    files = [one for one in kept.policy.files if one["folder"] == "policy"]
    changed = json.loads(json.dumps(files).replace("clock_hour", "clock_hours"))
    rules_kept.cache_clear()
    rows.PolicyEdition.objects.create(
        hash="0" * 64, jurisdiction="north_carolina", version="1", files=changed, kept_at=NOW
    )
    other = rows.RenewalDecision.objects.create(
        license=kept.license,
        purpose="renewal",
        on=kept.on,
        policy_id="0" * 64,
        outcome=kept.outcome,
        facts=kept.facts,
        found=kept.found,
        kept_by=cast.amina,
        kept_at=NOW,
    )
    again = computed_again(kept_decision(cast.acting(cast.amina), other.pk))
    assert again.fault
    assert not again.holds


@pytest.mark.parametrize("table", ["renewaldecision", "policyedition"])
def test_what_was_kept_cannot_be_changed(cast: Cast, table: str) -> None:
    keep(cast, cast.amina, a_license(cast.amina))
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM records_{table}")  # noqa: S608 - one of two names above


@pytest.mark.parametrize("who", ["amina", "chloe", "dev"])
def test_its_holder_their_coordinator_and_the_department_keep_decisions(
    cast: Cast, who: str
) -> None:
    assert keep(cast, getattr(cast, who), a_license(cast.amina)).outcome == "unmet"


@pytest.mark.parametrize("who", ["ezra", "eve", "ben", "ada"])
def test_nobody_else_finds_the_license(cast: Cast, who: str) -> None:
    with pytest.raises(NoSuchRecordError):
        keep(cast, getattr(cast, who), a_license(cast.amina))


def test_the_department_of_another_state_finds_neither_license_nor_decision(cast: Cast) -> None:
    held = a_license(cast.amina)
    kept = keep(cast, cast.amina, held)
    people.Organization.objects.filter(pk=cast.department.pk).update(jurisdiction="utah")
    with pytest.raises(NoSuchRecordError):
        keep(cast, cast.dev, held)
    with pytest.raises(NoSuchRecordError):
        kept_decision(cast.acting(cast.dev), kept.pk)


def test_a_pack_says_the_figures_the_rule_and_how_to_check(cast: Cast) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast, "literacy", title="Structured literacy")
    said = said_in(a_pack(cast, cast.amina, held).content)
    for words in (
        "Amina Reyes",
        "Structured literacy",
        rules_of("north_carolina").policy.hash,
        "longleaf policy evaluate",
    ):
        assert words.replace(" ", "") in said.replace(" ", "")


def test_a_badge_that_counted_travels_inside_and_is_found_good(
    cast: Cast, tmp_path: Path, demo_rules: None
) -> None:
    held = a_license(cast.amina)
    award = an_award(cast, tmp_path)
    inside = attached_to(a_pack(cast, cast.amina, held))
    document = next(content for name, content in inside.items() if name.startswith("badge-"))
    assert document.decode() == badges.Badge.objects.get(award=award).document
    report = check_badge(
        document,
        vault=FileVault(tmp_path / "vault.key"),
        base_url=settings.BASE_URL,
        now=NOW + timedelta(days=1),
    )
    assert report.overall is Overall.GOOD


def test_a_coordinator_s_pack_carries_published_badges_alone(
    cast: Cast, tmp_path: Path, demo_rules: None
) -> None:
    held = a_license(cast.amina)
    award = an_award(cast, tmp_path)
    private = a_pack(cast, cast.chloe, held)
    assert set(attached_to(private)) == {"facts.json", "decision.json"}
    assert "badgenotpublic" in said_in(private.content).replace(" ", "")
    badges.Publication.objects.create(award=award, published_at=NOW)
    assert len(attached_to(a_pack(cast, cast.chloe, held))) == 3


def test_the_facts_inside_give_the_decision_inside(cast: Cast) -> None:
    held = a_license(cast.amina)
    an_approved_activity(cast, "literacy")
    pack = a_pack(cast, cast.amina, held)
    inside = {name: json.loads(content) for name, content in attached_to(pack).items()}
    kept = rows.RenewalDecision.objects.get(pk=pack.decision)
    assert (inside["facts.json"], inside["decision.json"]) == (kept.facts, kept.found)


def test_a_pack_is_one_tagged_page_for_a_typical_cycle(cast: Cast) -> None:
    held = a_license(cast.amina)
    for number in range(12):
        name = ("literacy", "academic", "general")[number % 3]
        an_approved_activity(cast, name, title=f"Workshop {number + 1}", quantity="5")
    with pikepdf.open(io.BytesIO(a_pack(cast, cast.amina, held).content)) as opened:
        assert len(opened.pages) == 1
        assert opened.Root.MarkInfo.Marked


def test_making_a_pack_is_an_event(cast: Cast) -> None:
    a_pack(cast, cast.chloe, a_license(cast.amina))
    event = audit.AuditEvent.objects.get(verb="evidence_pack.made")
    assert event.actor_id == cast.chloe.pk
    assert RoleKind.COORDINATOR in {role.kind for role in cast.acting(cast.chloe).roles}
