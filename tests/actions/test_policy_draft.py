"""Drafts of the rules: kept as typed, computed before a vote, and without effect."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.policy_draft import (
    begin_policy_draft,
    begin_simulation,
    change_policy_from,
    cite_policy_draft,
    save_policy_fields,
    save_policy_text,
)
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.draft import continued, groups_in, sections_in, with_values
from longleaf.policy.document import from_yaml
from longleaf.records.facts.policy import rules_from_text, rules_of, text_of_rules
from longleaf.records.models import audit as trail
from longleaf.records.models import policy_draft as rows
from tests.drafted import POLICY, a_draft, compute_now, educators
from tests.people import NOW, TODAY, Cast

TOTAL = "parameters.renewal_credit.values"
MORE = {f"{TOTAL}.3.value": "9"}


@pytest.fixture
def draft(cast: Cast) -> UUID:
    return a_draft(cast)


def _split(cast: Cast, draft: UUID) -> int:
    """Nine credits for everybody: the total, and a general credit more in each split."""
    by = cast.acting(cast.dev)
    number = save_policy_fields(by=by, draft=draft, based_on=1, file=POLICY, typed=MORE, now=NOW)
    text = rows.DraftVersion.objects.get(draft=draft, number=number)
    licenses = next(one for one in text.files if one["name"] == "licenses.yaml")
    changed = licenses["text"]
    for name, row, category, amount in (
        ("teacher_k_5", 3, "general", "3"),
        ("teacher_k_5", 4, "digital_learning", "3"),
        ("teacher_k_5", 5, "general", "3"),
        ("teacher_6_12", 3, "general", "6"),
        ("teacher_6_12", 4, "general", "4"),
        ("teacher_6_12", 5, "general", "5"),
        ("student_services", 3, "general", "6"),
        ("student_services", 4, "general", "4"),
        ("student_services", 5, "general", "5"),
        ("administrator", 4, "general", "6"),
        ("administrator", 5, "general", "4"),
        ("administrator", 6, "general", "5"),
    ):
        key = f"licenses.{name}.requires.credit.split.{row}.minima.{category}"
        changed = with_values(changed, {key: amount})
    return save_policy_text(
        by=by, draft=draft, based_on=number, file="policy/licenses.yaml", text=changed, now=NOW
    )


def test_a_draft_begins_with_the_rules_in_force_and_their_hash(cast: Cast, draft: UUID) -> None:
    version = rows.DraftVersion.objects.get(draft=draft)
    assert version.number == 1
    assert version.files == text_of_rules("north_carolina")
    assert version.policy_hash == rules_of("north_carolina").policy.hash
    assert trail.AuditEvent.objects.filter(verb="policy_draft.begun").count() == 1


@pytest.mark.parametrize("who", ["amina", "chloe", "ada", "eve"])
def test_only_the_department_drafts_rules(cast: Cast, who: str) -> None:
    with pytest.raises(NoSuchRecordError):
        begin_policy_draft(by=cast.acting(getattr(cast, who)), title="Mine", now=NOW)


def test_a_draft_needs_a_name(cast: Cast) -> None:
    with pytest.raises(ProblemsError, match="no name"):
        begin_policy_draft(by=cast.acting(cast.dev), title="  ", now=NOW)


def test_a_text_that_does_not_load_is_kept_as_typed_with_file_line_and_fix(
    cast: Cast, draft: UUID
) -> None:
    text = next(
        one["text"] for one in text_of_rules("north_carolina") if one["name"] == "policy.yaml"
    )
    typed = text.replace("unit: credit", "unit: creditt", 1) + "nonsense: 1\n"
    number = save_policy_text(
        by=cast.acting(cast.dev), draft=draft, based_on=1, file=POLICY, text=typed, now=NOW
    )
    version = rows.DraftVersion.objects.get(draft=draft, number=number)
    assert next(one["text"] for one in version.files if one["name"] == "policy.yaml") == typed
    assert version.policy_hash == ""
    lines = typed.count("\n")
    assert [p for p in version.problems if f"policy.yaml:{lines}" in p["where"] and p["fix"]]


def test_the_same_text_again_makes_no_version(cast: Cast, draft: UUID) -> None:
    by = cast.acting(cast.dev)
    first = save_policy_fields(by=by, draft=draft, based_on=1, file=POLICY, typed=MORE, now=NOW)
    again = save_policy_fields(by=by, draft=draft, based_on=first, file=POLICY, typed=MORE, now=NOW)
    assert (first, again) == (2, 2)
    assert rows.DraftVersion.objects.filter(draft=draft).count() == 2


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(cast: Cast, draft: UUID) -> None:
    by = cast.acting(cast.dev)
    save_policy_fields(by=by, draft=draft, based_on=1, file=POLICY, typed=MORE, now=NOW)
    with pytest.raises(AlreadyDoneError, match="Version 2 was saved"):
        save_policy_text(by=by, draft=draft, based_on=1, file=POLICY, text="", now=NOW)
    assert rows.DraftVersion.objects.filter(draft=draft).count() == 2


def test_a_file_that_the_rules_do_not_have_cannot_be_written(cast: Cast, draft: UUID) -> None:
    for file in ("policy/other.yaml", "../policy.yaml", "policy.yaml"):
        with pytest.raises(NoSuchRecordError):
            save_policy_text(
                by=cast.acting(cast.dev), draft=draft, based_on=1, file=file, text="", now=NOW
            )


def test_a_rule_can_change_from_a_day_on(cast: Cast, draft: UUID) -> None:
    number = change_policy_from(
        by=cast.acting(cast.dev),
        draft=draft,
        based_on=1,
        file=POLICY,
        dated="parameters.renewal_opens.values",
        first=date(2028, 7, 1),
        now=NOW,
    )
    version = rows.DraftVersion.objects.get(draft=draft, number=number)
    rules = rules_from_text(version.files)
    assert version.policy_hash == rules.policy.hash
    opens = rules.parameters["renewal_opens"].values
    assert opens.on(date(2028, 6, 30)).value == opens.on(date(2028, 7, 1)).value


def test_nothing_that_was_saved_can_be_changed(cast: Cast, draft: UUID) -> None:
    for held in (rows.DraftVersion.objects.filter(draft=draft), rows.PolicyDraft.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            held.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.DraftVersion.objects.filter(draft=draft).update(text_hash="0" * 64)


def test_what_a_draft_would_change_is_computed_and_kept(cast: Cast, draft: UUID) -> None:
    educators(cast.elementary, 12)
    number = _split(cast, draft)
    before = rules_of("north_carolina").policy.hash
    compute_now(cast, draft, number)
    found = rows.DraftSimulation.objects.get(version__draft=draft)
    whole = found.figures["whole"]
    assert whole["educators"] == 12
    assert (whole["owing_more"], whole["more_credits"]) == (12, "12")
    assert [one["name"] for one in found.figures["by"]["lea"]] == ["northfield"]
    assert found.cases
    assert found.figures["draft"]["hash"] == found.version.policy_hash
    assert rules_of("north_carolina").policy.hash == before  # nothing takes effect
    assert trail.AuditEvent.objects.filter(verb="policy_draft.simulated").count() == 1


def test_a_draft_that_changes_nothing_changes_nobody_and_no_case(cast: Cast, draft: UUID) -> None:
    educators(cast.elementary, 12)
    compute_now(cast, draft)
    found = rows.DraftSimulation.objects.get(version__draft=draft)
    assert found.figures["whole"]["owing_more"] == 0
    assert all(one["before"] == one["after"] for one in found.figures["changes"])
    assert found.cases == []
    assert found.figures["cases"] > 100


def test_few_educators_are_not_counted_out(cast: Cast, draft: UUID) -> None:
    educators(cast.elementary, 12)
    educators(cast.south_school, 3)
    compute_now(cast, draft)
    figures = rows.DraftSimulation.objects.get(version__draft=draft).figures
    assert [one["educators"] for one in figures["by"]["lea"]] == [None, None]


def test_leas_without_rules_of_their_own_are_told_apart(cast: Cast, draft: UUID) -> None:
    for one in (cast.northfield, cast.southfield):
        one.local_policy = ""
        one.save()
    educators(cast.elementary, 12)
    educators(cast.south_school, 11)
    compute_now(cast, draft)
    figures = rows.DraftSimulation.objects.get(version__draft=draft).figures
    named = {figures["names"][one["name"]]: one["educators"] for one in figures["by"]["lea"]}
    assert named == {"Northfield Schools": 12, "Southfield Schools": 11}


def test_a_second_click_gives_the_same_work(cast: Cast, draft: UUID) -> None:
    by = cast.acting(cast.dev)
    first = begin_simulation(by=by, draft=draft, version=1, on=TODAY, now=NOW)
    assert begin_simulation(by=by, draft=draft, version=1, on=TODAY, now=NOW) == first


def test_a_draft_that_does_not_load_is_not_computed(cast: Cast, draft: UUID) -> None:
    by = cast.acting(cast.dev)
    save_policy_text(by=by, draft=draft, based_on=1, file=POLICY, text="a: [", now=NOW)
    with pytest.raises(ProblemsError):
        begin_simulation(by=by, draft=draft, version=2, on=TODAY, now=NOW)


def _vote(cast: Cast, draft: UUID, **other: object) -> UUID:
    said: dict[str, object] = {
        "version": 1,
        "body": "State Board",
        "voted_on": TODAY,
        "outcome": "adopted",
        "note": "",
    }
    return cite_policy_draft(by=cast.acting(cast.dev), draft=draft, now=NOW, **(said | other))  # type: ignore[arg-type]  # each of its own type


def test_a_vote_is_noted_for_good_and_puts_nothing_in_force(cast: Cast, draft: UUID) -> None:
    before = rules_of("north_carolina").policy
    noted = _vote(cast, draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.DraftCitation.objects.filter(pk=noted).update(outcome="rejected")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.DraftCitation.objects.filter(pk=noted).delete()
    assert rules_of("north_carolina").policy == before
    assert trail.AuditEvent.objects.filter(verb="policy_draft.cited").count() == 1


def test_the_same_vote_is_noted_once(cast: Cast, draft: UUID) -> None:
    _vote(cast, draft)
    with pytest.raises(AlreadyDoneError):
        _vote(cast, draft, outcome="rejected")


@pytest.mark.parametrize(
    "other", [{"body": " "}, {"outcome": "odd"}, {"voted_on": date(2026, 2, 4)}]
)
def test_a_vote_that_lacks_something_is_refused(
    cast: Cast, draft: UUID, other: dict[str, object]
) -> None:
    with pytest.raises(ProblemsError):
        _vote(cast, draft, **other)


def test_every_field_of_north_carolina_reads_back_as_it_was() -> None:
    for file in text_of_rules("north_carolina"):
        text = file["text"]
        for section in sections_in(text):
            groups = groups_in(text, section)
            same = {one.key: one.typed for group in groups for one in group.fields}
            assert with_values(text, same) == text
            assert len(same) == sum(len(group.fields) for group in groups)


def test_every_list_by_days_of_north_carolina_can_be_continued_to_rules_that_load() -> None:
    files = text_of_rules("north_carolina")
    for place, file in enumerate(files):
        for section in sections_in(file["text"]):
            for group in groups_in(file["text"], section):
                if group.dated:
                    made = continued(file["text"], group.dated, date(2031, 7, 1))
                    from_yaml(made.encode(), file["name"])
                    if group.dated == "parameters.renewal_credit.values":
                        whole = [*files[:place], {**file, "text": made}, *files[place + 1 :]]
                        rules_from_text(whole)
