"""The group's rule at its boundaries, mergers without circles, conflicts, matches, and speech."""

from datetime import date
from fractions import Fraction

import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.domain.term.adoption import Ballot, Rule, is_carried, rule_from_yaml, share, too_early
from longleaf.domain.term.concept import Label, folded
from longleaf.domain.term.conflict import ambiguous, homonyms, synonyms
from longleaf.domain.term.life import NEXT, last_of, may_become, problems_of_merging
from longleaf.domain.term.matching import Matcher
from longleaf.domain.term.speech import Writing, article, vocabulary
from longleaf.domain.term.tables import HEADER, brought_from, rows
from tests.domain.term.concepts import a_concept, a_usage

RULE = Rule(10, Fraction(1, 2), Fraction(2, 3), True, "a test")
LAST = date(2026, 2, 12)


def test_a_comment_period_counts_its_first_day() -> None:
    assert RULE.closes_on(date(2026, 2, 3)) == LAST


@pytest.mark.parametrize(
    ("ballot", "on", "reasons"),
    [
        (Ballot(3, ("for", "for"), LAST, 0), date(2026, 2, 13), []),
        (Ballot(3, ("for", "for"), LAST, 0), LAST, ["Comments are open until February 12, 2026."]),
        (Ballot(3, ("for", "for"), None, 0), LAST, ["Nobody was asked for comments yet."]),
        (
            Ballot(3, ("for",), LAST, 0),
            date(2026, 3, 1),
            ["1 of 3 members have voted; 2 are needed."],
        ),
        (Ballot(2, ("abstain",), LAST, 2), date(2026, 3, 1), ["2 objections are not answered."]),
        (Ballot(0, (), LAST, 0), date(2026, 3, 1), ["0 of 0 members have voted; 0 are needed."]),
    ],
)
def test_a_group_decides_no_sooner_than_its_rule_says(
    ballot: Ballot, on: date, reasons: list[str]
) -> None:
    assert [one.reason for one in too_early(RULE, ballot, on)] == reasons


@pytest.mark.parametrize(
    ("votes", "carried"),
    [
        (["for", "for", "against"], True),
        (["for", "against"], False),
        (["for", "abstain", "abstain"], True),
        (["abstain"], False),
        ([], False),
    ],
)
def test_exactly_two_thirds_carry_and_abstentions_do_not_count(
    votes: list[str], carried: bool
) -> None:
    assert is_carried(RULE, votes) is carried


@pytest.mark.parametrize("text", ["0", "3/2", "1/0", "most", "-1/2"])
def test_a_share_lies_above_nothing_and_up_to_all(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        share(text)
    with pytest.raises(ProblemsError):
        rule_from_yaml(
            f"comment_days: 30\nquorum: '{text}'\nmajority: 2/3\nsource: x\n", name="rule.yaml"
        )


def test_a_merger_into_itself_through_two_others_is_refused() -> None:
    replaced = {"b": "a", "c": "b"}
    assert last_of("c", replaced) == "a"
    for into in ("a", "b", "c"):
        assert problems_of_merging("a", into, replaced, "observed")
    assert problems_of_merging("b", "d", replaced, "deprecated")
    assert problems_of_merging("d", "c", replaced, "observed")
    assert problems_of_merging("a", "d", replaced, "in_comment")
    assert problems_of_merging("a", "d", replaced, "observed") == []


def test_only_what_was_in_comment_is_ever_adopted() -> None:
    assert [one for one in NEXT if may_become(one, "adopted")] == ["in_comment"]


def test_one_word_for_two_things_within_one_place_weighs_most() -> None:
    paper = {"kind": "state_paper", "where": "North Carolina"}
    two = (
        a_concept("credential", a_usage("credential", **paper)),
        a_concept("series", a_usage("Credentials", **paper), a_usage("rater")),
        a_concept("rater", a_usage("rater")),
        a_concept("gone", a_usage("credential"), status="deprecated"),
    )
    found = homonyms(two)
    assert [(one.word, one.within) for one in found] == [
        ("credential", ("North Carolina",)),
        ("rater", ()),
    ]
    assert ambiguous(two) == {"credential", "rater"}


def test_several_words_for_one_thing_and_spellings_are_told_apart() -> None:
    (found,) = synonyms(
        [
            a_concept(
                "reviewer", a_usage("assessor"), a_usage("micro-rater"), a_usage("microrater")
            ),
            a_concept("badge", a_usage("badges")),
        ]
    )
    assert found.words == ("reviewer", "assessor", "micro-rater")
    assert found.spellings == (("micro-rater", "microrater"),)


def test_spelling_alone_makes_no_other_word() -> None:
    for one, other in (("Micro-credentials", "microcredential"), ("évaluateur", "EVALUATEUR")):
        assert folded(one) == folded(other)
    assert folded("مراجع") == "مراجع"


def test_matches_are_suggested_with_their_reasons_and_never_for_what_is_gone() -> None:
    matcher = Matcher(
        [
            a_concept("reviewer", a_usage("assessor", "BloomBoard")),
            a_concept("standing", definition="Whether somebody can renew their license today."),
            a_concept("judge", status="deprecated"),
        ]
    )
    assert matcher.suggest("Assessors")[0].reasons == ("“assessor” is used so by BloomBoard.",)
    assert matcher.suggest("reviever")[0].concept == "reviewer"
    assert matcher.suggest("status", "Whether somebody can renew a license today")[0].concept == (
        "standing"
    )
    assert matcher.suggest("judge") == ()


def test_words_are_said_in_number_capital_and_place() -> None:
    one = a_concept(
        "lea", labels=(Label("LEA"), Label("county", plural="counties", place="northfield"))
    )
    assert vocabulary([one]).say("An {lea} of two {lea:s}") == "An LEA of two LEAs"
    assert vocabulary([one], ["x", "northfield"]).say("{Lea:s}") == "Counties"
    assert [article(word) for word in ("LEA", "assessor", "UFO", "badge")] == ["an", "an", "a", "a"]


def test_in_a_message_what_people_wrote_stays() -> None:
    written = Writing([a_concept("reviewer", is_spoken=True)])
    said = vocabulary([a_concept("reviewer", labels=(Label("assessor"),))])
    told = written.message("A reviewer of “My reviewer” and Reviewers wait: my reviewer", said)
    assert told == "An assessor of “My reviewer” and Assessors wait: my reviewer"
    assert written.message("peer-reviewer, /reviewer", said) == "peer-reviewer, /reviewer"


def test_a_table_has_a_row_for_each_usage_and_one_for_a_concept_without() -> None:
    table = list(rows([a_concept("a", a_usage("x"), a_usage("y")), a_concept("b")]))
    assert [row[0] for row in table] == ["a", "a", "b"]
    assert {len(row) for row in table} == {len(HEADER)}


def test_a_table_from_elsewhere_names_every_row_that_cannot_be_kept() -> None:
    lines = [(1, ["Term", "Meaning"]), (2, ["", "x"]), (3, ["w" * 101, ""]), (4, ["\0", ""])]
    with pytest.raises(ProblemsError) as error:
        brought_from(lines)
    assert [one.where for one in error.value.problems] == ["row 2", "row 3", "row 4"]
