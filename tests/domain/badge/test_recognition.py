from dataclasses import replace
from datetime import date, timedelta

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.credential.registry import EVERYTHING, Saying, Scope, ScopeKind, Statement
from longleaf.domain.badge.recognition import (
    MOST_IDENTIFIERS,
    MOST_VALUES,
    Draft,
    IssuerFacts,
    Said,
    check_withdrawal,
    checked_draft,
    checked_issuer,
    statements_in_force,
)

TODAY = date(2026, 2, 3)
BEGAN = date(2024, 7, 1)
STATEMENT = Statement(Saying.RECOGNIZED, "the Department", BEGAN)
DRAFT = Draft(Saying.RECOGNIZED, TODAY, "It follows our standards.")


def test_a_statement_alone_counts_as_it_was_made() -> None:
    assert statements_in_force([Said(1, BEGAN, STATEMENT)]) == (STATEMENT,)


def test_a_withdrawal_ends_a_statement_on_the_day_before() -> None:
    history = [Said(1, BEGAN, STATEMENT), Said(2, TODAY, None, about=1)]
    [found] = statements_in_force(history)
    assert found.until == TODAY - timedelta(days=1)
    assert found.since == BEGAN


def test_a_withdrawal_after_the_end_changes_nothing() -> None:
    ended = replace(STATEMENT, until=date(2025, 6, 30))
    history = [Said(1, BEGAN, ended), Said(2, TODAY, None, about=1)]
    assert statements_in_force(history) == (ended,)


def test_what_is_withdrawn_from_its_first_day_never_counted() -> None:
    assert statements_in_force([Said(1, BEGAN, STATEMENT), Said(2, BEGAN, None, about=1)]) == ()


def test_an_amendment_takes_the_place_of_what_it_amends_also_for_the_past() -> None:
    better = replace(STATEMENT, since=date(2025, 1, 1))
    history = [Said(1, BEGAN, STATEMENT), Said(2, better.since, better, about=1)]
    assert statements_in_force(history) == (better,)


def test_an_amendment_can_be_withdrawn_in_its_turn() -> None:
    better = replace(STATEMENT, because="Better")
    history = [
        Said(1, BEGAN, STATEMENT),
        Said(2, BEGAN, better, about=1),
        Said(3, TODAY, None, about=2),
    ]
    assert statements_in_force(history) == (replace(better, until=TODAY - timedelta(days=1)),)


def wrong(draft: Draft) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        checked_draft(draft, on=TODAY)
    return [problem.where for problem in caught.value.problems]


def test_a_draft_is_tidied() -> None:
    scope = Scope(ScopeKind.KINDS, (" Badge ", "", "Badge"))
    given = replace(DRAFT, because=" Two\r\nlines ", scope=scope)
    found = checked_draft(given, on=TODAY)
    assert found.because == "Two\nlines"
    assert found.scope == Scope(ScopeKind.KINDS, ("Badge",))


def test_distrust_and_everything_have_no_narrower_scope() -> None:
    narrow = Scope(ScopeKind.KINDS, ("Badge",))
    distrust = replace(DRAFT, saying=Saying.DISTRUSTED, scope=narrow)
    assert checked_draft(distrust, on=TODAY).scope == EVERYTHING
    all_of_it = replace(DRAFT, scope=Scope(ScopeKind.EVERYTHING, ("left over",)))
    assert checked_draft(all_of_it, on=TODAY).scope == EVERYTHING


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"because": "  "}, "because"),
        ({"because": "a" * 2001}, "because"),
        ({"because": "a\x00"}, "because"),
        ({"citation_url": "memo"}, "citation_url"),
        ({"since": date(1989, 12, 31)}, "since"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"saying": Saying.DISTRUSTED, "since": TODAY + timedelta(days=1)}, "since"),
        ({"scope": Scope(ScopeKind.KINDS)}, "scope_values"),
        ({"scope": Scope(ScopeKind.ACHIEVEMENTS, ("Maths",))}, "scope_values"),
        (
            {"scope": Scope(ScopeKind.KINDS, tuple(map(str, range(MOST_VALUES + 1))))},
            "scope_values",
        ),
        (
            {
                "saying": Saying.PERMITTED,
                "owner_is_here": True,
                "scope": Scope(ScopeKind.KINDS, ("Badge",)),
            },
            "scope_kind",
        ),
        ({"saying": Saying.PERMITTED, "owner_identifier": "did:web:a.example"}, "owner_name"),
        ({"saying": Saying.PERMITTED, "owner_name": "A"}, "owner_identifier"),
        (
            {"saying": Saying.PERMITTED, "owner_name": "A", "owner_identifier": "a"},
            "owner_identifier",
        ),
    ],
)
def test_a_draft_with_a_fault_is_refused_at_its_field(
    changes: dict[str, object], where: str
) -> None:
    assert wrong(replace(DRAFT, **changes)) == [where]  # type: ignore[arg-type]  # as listed above


def test_distrust_may_begin_today_and_recognition_later() -> None:
    checked_draft(replace(DRAFT, saying=Saying.DISTRUSTED), on=TODAY)
    checked_draft(replace(DRAFT, since=TODAY + timedelta(days=30)), on=TODAY)


def faults(facts: IssuerFacts, *, is_here: bool = False) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        checked_issuer(facts, is_here=is_here)
    return [problem.where for problem in caught.value.problems]


def test_an_issuer_is_tidied() -> None:
    given = IssuerFacts(" A  college ", (" did:web:a.example ", "", "did:web:a.example"))
    assert checked_issuer(given, is_here=False) == IssuerFacts("A college", ("did:web:a.example",))


def test_an_issuer_elsewhere_needs_an_identifier_and_one_here_has_its_keys() -> None:
    assert faults(IssuerFacts("A")) == ["identifiers"]
    assert faults(IssuerFacts("A", ("did:web:a.example",)), is_here=True) == ["identifiers"]
    assert checked_issuer(IssuerFacts("A"), is_here=True).name == "A"


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        (IssuerFacts("", ("did:web:a.example",)), "name"),
        (IssuerFacts("a" * 301, ("did:web:a.example",)), "name"),
        (IssuerFacts("A", ("a.example",)), "identifiers"),
        (IssuerFacts("A", ("did:web:a.example",), website="a.example"), "website"),
        (IssuerFacts("A", ("did:web:a.example",), location="\x07"), "location"),
        (
            IssuerFacts("A", tuple(f"did:web:a{n}.example" for n in range(MOST_IDENTIFIERS + 1))),
            "identifiers",
        ),
    ],
)
def test_an_issuer_with_a_fault_is_refused_at_its_field(facts: IssuerFacts, where: str) -> None:
    assert faults(facts) == [where]


@pytest.mark.parametrize(
    ("since", "is_fine"),
    [
        (BEGAN, True),
        (BEGAN - timedelta(days=1), False),
        (date(2025, 6, 30), True),
        (date(2025, 7, 1), False),
    ],
)
def test_a_withdrawal_lies_within_what_it_withdraws(since: date, is_fine: bool) -> None:
    ended = replace(STATEMENT, until=date(2025, 6, 30))
    said = {"because": "It ended.", "citation": "", "citation_url": ""}
    if is_fine:
        check_withdrawal(of=ended, since=since, **said)
    else:
        with pytest.raises(ProblemsError):
            check_withdrawal(of=ended, since=since, **said)
