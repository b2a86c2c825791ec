"""Facts as Parquet: written, read in batches, and refused with a reason."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from longleaf.basis.problem import ProblemsError
from longleaf.policy.columnar.files import facts_in, write_as_parquet
from longleaf.policy.columnar.folder import FactsFolder, write_folder, write_part
from longleaf.policy.columnar.frames import EDUCATOR, Frames, frames_of
from longleaf.policy.columnar.rows import facts_from
from longleaf.policy.columnar.standing import standings
from longleaf.policy.columnar.synthetic import state
from longleaf.policy.evaluate import evaluate
from longleaf.policy.facts_reading import parse_facts
from tests.policy.toy import EXPIRES, north_carolina, teacher, workshop

PLAIN = """{"license": {"kind": "teacher", "grade_span": "K-5", "cycle_began_on": "2021-07-01",
"expires_on": "2026-06-30"}, "activities": [{"id": "a1", "kind": "workshop", "quantity": "20",
"unit": "clock_hour", "categories": ["literacy"], "completed_on": "2024-10-01", "approved": true}],
"awards": [{"id": "w1", "microcredential": "urn:x", "granted_on": "2025-02-03",
"competencies": [{"id": "urn:c", "level": "demonstrated"}]}]}"""
TWO_JOBS = """{"license": {"kind": "teacher", "expires_on": "2026-06-30"},
"assignments": [{"kind": "administrator", "share": "2/3"}]}"""


def one() -> Frames:
    return frames_of([(1, teacher(workshop("a", "1", "academic")))])


def test_a_folder_in_small_batches_says_the_same_as_in_one(tmp_path: Path) -> None:
    write_folder(tmp_path, state(300, seed=3))
    rules = north_carolina()
    small = [standings(rules, one, EXPIRES).educators for one in FactsFolder(tmp_path, 77)]
    (whole,) = (standings(rules, one, EXPIRES).educators for one in FactsFolder(tmp_path))
    columns = [EDUCATOR, "outcome", "credit"]
    assert pl.concat(small).select(columns).equals(whole.select(columns))
    assert [len(frame) for frame in small] == [77, 77, 77, 69]


def test_a_folder_of_folders_is_read_part_by_part(tmp_path: Path) -> None:
    write_folder(tmp_path, state(50, seed=3, batch=20))
    assert [one.licenses.height for one in FactsFolder(tmp_path)] == [20, 20, 10]


def test_rows_in_any_order_say_the_same(tmp_path: Path) -> None:
    write_folder(tmp_path, state(120, seed=3))
    path = tmp_path / "activities.parquet"
    pl.read_parquet(path).sample(fraction=1, shuffle=True, seed=1).write_parquet(path)
    rules = north_carolina()
    (whole,) = state(120, seed=3)
    found = pl.concat(
        [standings(rules, one, EXPIRES).educators for one in FactsFolder(tmp_path, 50)]
    )
    asked = [EDUCATOR, "outcome"]
    assert found.select(asked).equals(standings(rules, whole, EXPIRES).educators.select(asked))


def test_a_made_up_state_stands_as_the_definition_says() -> None:
    rules = north_carolina()
    (frames,) = state(150, seed=11, boards=["guilford", "northampton"])
    found = standings(rules, frames, EXPIRES)
    outcomes = dict(found.educators.select(EDUCATOR, "outcome").iter_rows())
    people = facts_from(frames, list(outcomes))
    assert outcomes == {
        key: evaluate(rules, facts, EXPIRES).outcome.value for key, facts in people.items()
    }
    assert len(set(outcomes.values())) >= 3


def test_the_same_seed_makes_the_same_state() -> None:
    (first,), (second,) = state(40, seed=9), state(40, seed=9)
    assert first.activities.equals(second.activities)
    assert first.licenses.equals(second.licenses)


def test_facts_files_come_out_of_parquet_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "json").mkdir()
    for name, text in (("ann", PLAIN), ("bo", TWO_JOBS)):
        (tmp_path / "json" / f"{name}.json").write_text(text, encoding="utf-8")
    assert write_as_parquet(tmp_path / "json", tmp_path / "out") == 2
    for folder in ("json", "out"):
        (frames,) = facts_in(tmp_path / folder)
        assert facts_from(frames, ["ann", "bo"]) == {
            "ann": parse_facts(PLAIN.encode()),
            "bo": parse_facts(TWO_JOBS.encode()),
        }


def test_facts_apart_are_not_written_without_their_text(tmp_path: Path) -> None:
    frames = frames_of([("bo", parse_facts(TWO_JOBS.encode()))])
    with pytest.raises(ProblemsError, match="bo do not fit into columns"):
        write_part(tmp_path, frames)


def test_a_folder_without_licenses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"There is no “licenses\.parquet”"):
        facts_in(tmp_path)


Changed = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.mark.parametrize(
    ("table", "change", "reason"),
    [
        ("activities", lambda f: f.drop("unit"), "no column “unit”"),
        ("activities", lambda f: f.with_columns(colour=pl.lit("red")), "no use for a column"),
        ("activities", lambda f: f.with_columns(quantity=pl.lit(1.5)), "holds Float64, not String"),
        ("activities", lambda f: f.with_columns(quantity=pl.lit("1.5h")), "not an exact amount"),
        ("activities", lambda f: f.with_columns(quantity=pl.lit("-1")), "must be 0 or more"),
        ("activities", lambda f: f.with_columns(kind=pl.lit(None, pl.String)), "missing in some"),
        ("licenses", lambda f: pl.concat([f, f]), "has two rows"),
        ("licenses", lambda f: f.with_columns(educator=pl.lit(1.0)), "not a whole number"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(
    tmp_path: Path, table: str, change: Changed, reason: str
) -> None:
    write_folder(tmp_path, [one()])
    path = tmp_path / f"{table}.parquet"
    change(pl.read_parquet(path)).write_parquet(path)
    with pytest.raises(ProblemsError, match=reason):
        list(FactsFolder(tmp_path))


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path, [one()])
    (tmp_path / "awards.parquet").write_text("hello")
    with pytest.raises(ProblemsError, match="not a Parquet file"):
        list(FactsFolder(tmp_path))


def test_files_other_than_licenses_and_columns_that_may_be_unknown_can_be_left_out(
    tmp_path: Path,
) -> None:
    lean = pl.DataFrame({EDUCATOR: [1], "kind": ["teacher"], "expires_on": [date(2026, 6, 30)]})
    lean.write_parquet(tmp_path / "licenses.parquet")
    (frames,) = FactsFolder(tmp_path)
    found = standings(north_carolina(), frames, EXPIRES).educators
    assert found["outcome"].to_list() == ["unmet"]
