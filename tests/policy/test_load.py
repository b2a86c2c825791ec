"""Loading: everything that is wrong is said at once, with file, line and fix."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longleaf.basis.problem import ProblemsError
from longleaf.policy import load
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts import Facts, License
from longleaf.policy.load import load_jurisdiction, load_policy
from longleaf.policy.parameter import Unknown
from tests.policy.toy import LOCAL, POLICY, toy, write_toy


def problems(folder: Path, policy: str = POLICY, local: str | None = LOCAL) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        toy(folder, policy, local)
    return [str(problem) for problem in caught.value.problems]


def changed(before: str, after: str, text: str = POLICY) -> str:
    assert before in text
    return text.replace(before, after, 1)


def line_of(words: str, text: str = POLICY) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_the_toy_state_loads(tmp_path: Path) -> None:
    rules = toy(tmp_path)
    assert rules.title == "Toy State"
    assert rules.categories["craft"].standards == ("toy 1",)
    assert rules.conversions["clock_hour"].worth(Fraction(20)) == Fraction("6.6")
    assert rules.citations["law"].note == "Read whole."


def test_an_unknown_key_names_the_line_and_what_was_meant(tmp_path: Path) -> None:
    text = changed("    note: Read whole.", "    nota: Read whole.")
    assert problems(tmp_path, text) == [
        f"policy.yaml:{line_of('    nota:', text)}: “nota” is not known in a source. "
        "Did you mean “note”?"
    ]


def test_an_unknown_section_lists_those_there_are(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, POLICY + "zzz: 1\n")
    assert "“zzz” is not known in a policy file. Known here: policy, sources" in found


def test_a_missing_citation_is_said(tmp_path: Path) -> None:
    text = changed("    one_is: 1/13\n    citation: law\n", "    one_is: 1/13\n")
    (found,) = problems(tmp_path, text)
    at = line_of("unit: quarter_hour")
    assert found == f"policy.yaml:{at}: “citation” is missing from a conversion. Write it."


def test_a_citation_of_nothing_is_said(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed("citation: [law]", "citation: [laws]"))
    assert found == (
        f"policy.yaml:{line_of('citation: [law]')}: There is no source “laws”. Did you mean “law”?"
    )


def test_overlapping_days_name_the_later_row(tmp_path: Path) -> None:
    text = changed("first: 2030-01-01", "first: 2029-12-31")
    (found,) = [one for one in problems(tmp_path, text) if "overlaps" in one]
    assert found == (
        f"policy.yaml:{line_of('first: 2029-12-31', text)}: The row overlaps the one before it, "
        "which holds until 2029-12-31. Let each row begin the day after the one before it ends."
    )


def test_a_row_after_one_without_end_overlaps_it(tmp_path: Path) -> None:
    text = changed("      - last: 2029-12-31\n        value: 10", "      - value: 10")
    assert any("holds without end" in one for one in problems(tmp_path, text))


def test_a_gap_names_the_days_that_no_row_holds(tmp_path: Path) -> None:
    found = problems(tmp_path, changed("last: 2029-12-31", "last: 2029-12-29"))
    assert any("No row holds from 2029-12-30 to 2029-12-31." in one for one in found)


def test_a_row_that_ends_before_it_begins_is_said(tmp_path: Path) -> None:
    text = changed("last: 2027-12-31", "last: 2024-12-31", LOCAL)
    found = problems(tmp_path, POLICY, text)
    assert any("ends on 2024-12-31, before it begins on 2025-01-01" in one for one in found)


@pytest.mark.parametrize("number", ["ten", "1e3", "0x10", "1/0", ".5", "-1", "[1]"])
def test_a_bad_number_is_said(tmp_path: Path, number: str) -> None:
    text = changed("value: 10", f"value: {number}")
    (found,) = problems(tmp_path, text)
    assert found.startswith(f"policy.yaml:{line_of('value: 1')}: ")


def test_a_conversion_by_nothing_is_said(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed("one_is: 3", "one_is: 0"))
    assert "must be more than 0" in found


@pytest.mark.parametrize(("minimum", "than"), [("5", "more"), ("3", "less")])
def test_categories_that_do_not_add_up_to_the_total_are_said(
    tmp_path: Path, minimum: str, than: str
) -> None:
    text = changed("minima: {craft: 4, free: 6}", f"minima: {{craft: {minimum}, free: 6}}")
    found = problems(tmp_path, text, None)
    asked = int(minimum) + 6
    assert found == [
        f"policy.yaml:{line_of('minima: {craft', text) - 1}: The categories ask for {asked}, "
        f"{than} than the total of 10. Make them add up to the total."
    ]


def test_an_unknown_category_is_said(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed("{craft: 4, free: 6}", "{kraft: 4, free: 6}"), None)
    assert "There is no category “kraft”. Did you mean “craft”?" in found


def test_an_unknown_parameter_is_said(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed("total: points", "total: credits"), None)
    assert "There is no parameter “credits”. Known: points." in found


def test_a_total_in_another_unit_is_said(tmp_path: Path) -> None:
    text = changed("    unit: point\n    values", "    unit: hour\n    values")
    (found,) = problems(tmp_path, text)
    assert "The total is counted in hour, the policy in point." in found


def test_a_residual_category_must_take_any_credit(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, changed("residual: free", "residual: craft"), None)
    assert "The residual category “craft” does not take any credit." in found
    (found,) = problems(tmp_path, changed("residual: free", "residual: rest"), None)
    assert "There is no category “rest”." in found


def test_a_crosswalk_by_a_unit_without_conversion_is_said(tmp_path: Path) -> None:
    text = changed("by_stated_hours: clock_hour", "by_stated_hours: sun_hour")
    (found,) = problems(tmp_path, text)
    assert "There is no conversion for the unit “sun_hour”." in found


def test_a_row_with_a_value_and_an_unknown_is_said(tmp_path: Path) -> None:
    text = changed("        value: 10\n", "        value: 10\n        unknown: Who knows\n")
    (found,) = problems(tmp_path, text)
    assert "A value takes exactly one of “value”, “unknown”." in found


def test_a_split_of_a_fixed_worth_must_add_up(tmp_path: Path) -> None:
    each = "each: {credits: 2, per: certificate, split: {craft: 1, fre: 2}}"
    found = problems(tmp_path, changed("by_unit: true", each))
    assert any("There is no category “fre”." in one for one in found)
    assert any("The split does not add up to 2." in one for one in found)


def test_a_rating_outside_the_scale_is_said(tmp_path: Path) -> None:
    rating = """      rating:
        at_least: great
        held:
          - asked: true
            citation: law
activities:
"""
    (found,) = problems(tmp_path, changed("activities:\n", rating))
    assert "There is no rating “great”. Known: developing, proficient." in found


def test_a_reallocation_of_an_unknown_category_is_said(tmp_path: Path) -> None:
    more = "reallocations:\n  old:\n    held:\n      - allowed: true\n        citation: law\n"
    (found,) = problems(tmp_path, POLICY + more)
    assert "There is no category “old”." in found


def test_a_source_named_twice_is_said(tmp_path: Path) -> None:
    sources = POLICY[POLICY.index("sources:") : POLICY.index("categories:")]
    (found,) = problems(tmp_path, POLICY, LOCAL + sources)
    assert "There is already a source “law”." in found


def test_a_section_in_two_files_is_said(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("ratings: [a]\n", encoding="utf-8")
    (found,) = problems(tmp_path)
    assert "The section “ratings” is already at more.yaml:1." in found


def test_missing_sections_are_named(tmp_path: Path) -> None:
    start = POLICY.index("crosswalk:")
    (found,) = problems(tmp_path, POLICY[:start])
    assert "Write “crosswalk” in one of its *.yaml files." in found


def test_a_folder_without_a_policy_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="Sections of the policy are missing"):
        load_policy(tmp_path)


def test_all_problems_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, changed("value: 10", "value: ten"), "local: [\n")
    assert len(found) == 2
    assert found[0].startswith("policy.yaml:")
    assert found[1].startswith("locals/valley.yaml:2: This is not YAML")


def test_a_file_that_is_no_table_is_said(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, POLICY, "- local\n")
    assert found.startswith("locals/valley.yaml:1: A list stands where a local file")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MOST_FILES", 0)
    assert any("More than 0 files." in one for one in problems(tmp_path))


def test_a_local_board_sets_credit_apart_only_inside_what_is_free(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, POLICY, changed("inside: free", "inside: craft", LOCAL))
    assert "Credit can be set apart only inside “free”" in found


def test_a_local_board_never_sets_more_apart_than_the_state_leaves_free(tmp_path: Path) -> None:
    exactly = changed("credits: 1", "credits: 6", LOCAL)
    assert toy(tmp_path, POLICY, exactly).locals["valley"].additions
    (found,) = problems(tmp_path, POLICY, changed("credits: 1", "credits: 6.1", LOCAL))
    assert "6.1 cannot be set apart inside “free”: for “Teacher” the state leaves 6 there." in found


def test_an_unsettled_row_needs_no_room(tmp_path: Path) -> None:
    text = changed("credits: 1", "unknown: Perhaps.", LOCAL)
    addition = toy(tmp_path, POLICY, text).locals["valley"].additions[0]
    assert isinstance(addition.credits.rows[0].value, Unknown)


def test_an_unsettled_split_leaves_any_room(tmp_path: Path) -> None:
    text = changed("minima: {craft: 4, free: 6}", "unknown: Lost.")
    assert toy(tmp_path, text).locals


def test_a_local_file_for_an_unknown_license_is_said(tmp_path: Path) -> None:
    text = changed("    inside: free\n", "    inside: free\n    licenses: [nurse]\n", LOCAL)
    (found,) = problems(tmp_path, POLICY, text)
    assert "There is no kind of license “nurse”. Known: teacher." in found


def test_a_local_category_must_not_take_a_name_of_the_state_s(tmp_path: Path) -> None:
    more = "categories:\n  craft: {title: Our craft, citation: law}\n"
    (found,) = problems(tmp_path, POLICY, LOCAL + more)
    assert "The state has “craft” already." in found


def test_two_files_for_one_local_board_are_said(tmp_path: Path) -> None:
    write_toy(tmp_path)
    (tmp_path / "locals" / "again.yaml").write_text(LOCAL, encoding="utf-8")
    with pytest.raises(ProblemsError, match="already a local file for “valley”"):
        load_policy(tmp_path)


def test_what_a_local_board_sets_apart_leaves_the_total_as_it_is(tmp_path: Path) -> None:
    rules = toy(tmp_path)
    inside = License("teacher", None, date(2021, 1, 1), date(2025, 1, 1))
    before = License("teacher", None, date(2021, 1, 1), date(2024, 12, 31))
    local = rules.local("valley")
    assert {d.category: d.credits for d in rules.required(inside, local).demands} == {
        "craft": 5,
        "free": 5,
    }
    assert {d.category: d.credits for d in rules.required(before, local).demands} == {
        "craft": 4,
        "free": 6,
    }
    assert rules.required(inside, local).total == 10


def test_the_content_hash_is_the_same_for_the_same_content_in_another_layout(
    tmp_path: Path,
) -> None:
    first = toy(tmp_path).policy.hash
    assert toy(tmp_path, "# a note\n" + POLICY).policy.hash == first
    assert toy(tmp_path, changed("value: 10", 'value: "10"')).policy.hash == first


def test_the_content_hash_changes_with_the_state_s_and_with_local_rules(tmp_path: Path) -> None:
    first = toy(tmp_path).policy.hash
    assert toy(tmp_path, changed("Read whole.", "Read in part.")).policy.hash != first
    assert toy(tmp_path, POLICY, changed("Valley S", "Hill S", LOCAL)).policy.hash != first


def test_north_carolina_with_and_without_the_demonstration_are_two_policies() -> None:
    plain, demo = (
        load_jurisdiction("north_carolina"),
        load_jurisdiction("north_carolina", demo=True),
    )
    assert plain.policy.hash != demo.policy.hash
    assert {name for name, one in demo.locals.items() if one.invented} == {
        "northfield",
        "southfield",
        "pine_ridge",
    }
    assert not any(one.invented for one in plain.locals.values())


def test_what_is_invented_is_marked_and_nothing_else_cites_it() -> None:
    demo = load_jurisdiction("north_carolina", demo=True)
    for citation in demo.citations.values():
        assert (citation.kind == "invented") == citation.title.startswith(
            "Invented for the demonstration"
        )


SOUP = st.sampled_from(
    [
        "",
        " ",
        ":",
        "-",
        "&a",
        "*a",
        "!!x",
        "{",
        "}",
        "[",
        "]",
        '"',
        "\n",
        "\t",
        "~",
        "\x00",
        "é",
        "9",
    ]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(at=st.integers(0, len(POLICY)), cut=st.integers(0, 30), soup=st.lists(SOUP, max_size=3))
def test_a_damaged_file_loads_whole_or_not_at_all(
    tmp_path: Path, at: int, cut: int, soup: list[str]
) -> None:
    text = POLICY[:at] + "".join(soup) + POLICY[at + cut :]
    try:
        rules = toy(tmp_path, text)
    except ProblemsError:
        return
    held = License("teacher", None, date(2021, 7, 1), date(2026, 6, 30))
    whole = evaluate(rules, Facts(held), date(2026, 6, 30))
    assert sum((one.required for one in whole.categories), Fraction(0)) == (whole.required or 0)
