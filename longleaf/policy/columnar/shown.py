"""Shown: what was decided for a batch, as frames that can be read."""

import json
from fractions import Fraction
from typing import Final

import numpy as np
import polars as pl

from longleaf.basis.amount import show_amount
from longleaf.policy.columnar.arrays import Tiny, Whole
from longleaf.policy.columnar.columns import Columns
from longleaf.policy.columnar.frames import EDUCATOR
from longleaf.policy.columnar.one_by_one import numbers_as_text
from longleaf.policy.columnar.outcomes import ORDER, Said
from longleaf.policy.facts import License
from longleaf.policy.finding import Because, Finding, Outcome
from longleaf.policy.requirement.extension import extension_finding

OUTCOME: Final = pl.Enum([one.value for one in ORDER])
_WORDS: Final = pl.Series([one.value for one in ORDER], dtype=OUTCOME)


def outcome_words(codes: Tiny) -> pl.Series:
    """Outcomes as words."""
    return _WORDS[codes.astype(np.int64)]


def educators(found: Columns) -> pl.DataFrame:
    """One row for each educator whom columns carry."""
    missing = (found.demands - found.counted).sum(axis=0)
    return pl.DataFrame(
        {
            EDUCATOR: found.people.keys,
            "outcome": outcome_words(found.outcomes.overall),
            "credit": outcome_words(found.outcomes.total),
            "required": _or_null(found.required, found),
            "counted": found.sure,
            "missing": _or_null(missing, found),
            "surplus": found.left,
        }
    ).with_columns(parts=pl.lit(found.scale.parts, pl.Int64), one_by_one=pl.lit(value=False))


def _or_null(amounts: Whole, found: Columns) -> pl.Series:
    return pl.select(pl.when(pl.Series(found.known)).then(pl.Series(amounts))).to_series()


def categories(found: Columns) -> list[pl.DataFrame]:
    """One frame for each place in the order of the demands."""
    frames = []
    for place, codes in enumerate(found.outcomes.categories):
        rows = np.flatnonzero((codes >= 0) & found.carried)
        profile = found.people.profile[rows]
        names = [
            one.demands[place].category if place < len(one.demands) else ""
            for one in found.people.profiles
        ]
        frames.append(
            pl.DataFrame(
                {
                    EDUCATOR: found.people.keys[rows],
                    "place": np.full(len(rows), place, np.int64),
                    "category": pl.Series(names, dtype=pl.String)[profile],
                    "outcome": outcome_words(codes[rows]),
                    "required": found.demands[place, rows],
                    "counted": found.counted[place, rows],
                    "missing": (found.demands - found.counted)[place, rows],
                    "surplus": found.surplus[place, rows],
                }
            ).with_columns(parts=pl.lit(found.scale.parts, pl.Int64))
        )
    return frames


def entries(found: Columns) -> list[pl.DataFrame]:
    """One frame for each source of entries."""
    frames = []
    for source, credits in zip(found.sources, found.scale.credits, strict=True):
        known = np.array([one.credits is not None for one in source.items], np.bool_)[source.item]
        rows = np.flatnonzero(found.carried[source.at])
        worth = pl.DataFrame({"known": known[rows], "credits": credits[source.item[rows]]})
        frames.append(
            pl.DataFrame(
                {
                    EDUCATOR: found.people.keys[source.at[rows]],
                    "id": source.ids[rows],
                    "source": [source.source] * len(rows),
                    "credits": worth.select(pl.when("known").then("credits")).to_series(),
                },
                schema_overrides={"source": pl.String},
            ).with_columns(parts=pl.lit(found.scale.parts, pl.Int64))
        )
    return frames


def findings(found: Columns) -> list[pl.DataFrame]:
    """Frames with one row for each educator and finding."""
    outcomes, people = found.outcomes, found.people
    frames = [_total(found)]
    for place in range(len(found.demands)):
        frames.append(_category(found, place))
    for number, profile in enumerate(people.profiles):
        rows = np.flatnonzero((people.profile == number) & found.carried)
        frames += [
            _same(found, rows, one, outcome_words(outcomes.still[rows])) for one in profile.still
        ]
        fixed = [*profile.also]
        if profile.required.prorated is not None:
            fixed.append(profile.required.prorated)
        frames += [_same(found, rows, one, None) for one in fixed]
    for said in (outcomes.plan, *outcomes.others):
        frames += _each(found, said)
    return frames + _extended(found)


def _total(found: Columns) -> pl.DataFrame:
    """The finding on all credit: the comparison, or why there is none."""
    rows = np.flatnonzero(found.carried)
    compared, doubted = found.outcomes.compared[rows], found.outcomes.doubted[rows]
    sure = found.counted.sum(axis=0)
    texts = _numbers(found, found.required[rows], sure[rows], None)
    profile = found.people.profile[rows]
    doubts = [one.required.because or Because("") for one in found.people.profiles]
    reasons = pl.Series([one.key for one in doubts], dtype=pl.String)[profile]
    numbers = pl.Series([numbers_as_text(one.numbers) for one in doubts], dtype=pl.String)[profile]
    keys = _keys("credit.total", compared)
    doubtful = pl.Series(doubted)
    return pl.DataFrame(
        {
            EDUCATOR: found.people.keys[rows],
            "rule": ["credit.total"] * len(rows),
            "outcome": outcome_words(found.outcomes.total[rows]),
            "because": reasons.zip_with(doubtful, keys),
            "numbers": numbers.zip_with(doubtful, texts),
        },
        schema_overrides={"rule": pl.String},
    )


def _category(found: Columns, place: int) -> pl.DataFrame:
    rows = np.flatnonzero((found.outcomes.categories[place] >= 0) & found.carried)
    profile = found.people.profile[rows]
    names = [
        one.demands[place].category if place < len(one.demands) else ""
        for one in found.people.profiles
    ]
    words = pl.Series(names, dtype=pl.String)[profile]
    return pl.DataFrame(
        {
            EDUCATOR: found.people.keys[rows],
            "rule": "credit." + words,
            "outcome": outcome_words(found.outcomes.categories[place, rows]),
            "because": _keys("credit.category", found.outcomes.compared_categories[place, rows]),
            "numbers": _numbers(
                found, found.demands[place, rows], found.counted[place, rows], words
            ),
        }
    )


def _keys(rule: str, codes: Tiny) -> pl.Series:
    words = {Outcome.MET: "met", Outcome.UNMET: "unmet"}
    keys = [f"{rule}.{words.get(one, 'open')}" for one in ORDER]
    return pl.Series(keys, dtype=pl.String)[codes.astype(np.int64)]


def _numbers(
    found: Columns, required: Whole, counted: Whole, category: pl.Series | None
) -> pl.Series:
    """The numbers of a comparison as JSON, as `numbers_as_text` writes them."""
    parts = []
    if category is not None:
        parts.append('"category": "' + category + '"')
    for name, amounts in (
        ("counted", counted),
        ("missing", required - counted),
        ("required", required),
    ):
        parts.append(f'"{name}": "' + _amounts(found, amounts) + '"')
    text = parts[0]
    for part in parts[1:]:
        text = text + ", " + part
    return (
        "{" + text + ', "unit": ' + json.dumps(found.setting.rules.unit, ensure_ascii=False) + "}"
    )


def _amounts(found: Columns, amounts: Whole) -> pl.Series:
    values, index = np.unique(amounts, return_inverse=True)
    texts = [show_amount(Fraction(int(value), found.scale.parts)) for value in values]
    return pl.Series(texts, dtype=pl.String)[index.astype(np.int64)]


def _same(found: Columns, rows: Whole, one: Finding, outcome: pl.Series | None) -> pl.DataFrame:
    """The same finding for several educators, with outcomes of their own if given."""
    frame = pl.DataFrame({EDUCATOR: found.people.keys[rows]}).with_columns(
        rule=pl.lit(one.rule),
        outcome=pl.lit(one.outcome.value, OUTCOME),
        because=pl.lit(one.because.key),
        numbers=pl.lit(numbers_as_text(one.because.numbers)),
    )
    return frame if outcome is None else frame.with_columns(outcome=outcome)


def _each(found: Columns, said: Said) -> list[pl.DataFrame]:
    frames = []
    for number, one in enumerate(said.findings):
        rows = np.flatnonzero((said.which == number) & found.carried)
        frames.append(_same(found, rows, one, outcome_words(said.outcome[rows])))
    return frames


def _extended(found: Columns) -> list[pl.DataFrame]:
    """A note for each license that was extended."""
    licenses = found.people.frame.filter(
        pl.Series(found.carried) & pl.col("extended_to").is_not_null()
    )
    frames = []
    for (last, to), some in licenses.group_by("expires_on", "extended_to", maintain_order=True):
        held = License("", expires_on=last, extended_to=to)
        note = extension_finding(held, found.setting.rules.extension)
        if note is not None:
            rows = np.flatnonzero(found.people.keys.is_in(some[EDUCATOR].implode()).to_numpy())
            frames.append(_same(found, rows, note, None))
    return frames
