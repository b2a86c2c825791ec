"""`longleaf policy simulate` and `to-parquet`: the rules for many, with files alone."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from longleaf.basis.amount import show_amount
from longleaf.basis.problem import ProblemsError
from longleaf.gateways.clock import SystemClock, day_in
from longleaf.policy.columnar.files import facts_in, write_as_parquet
from longleaf.policy.load import load_jurisdiction, load_policy
from longleaf.policy.rules import Rules
from longleaf.policy.simulate import Group, Simulation, newly_short, simulation_as_json
from longleaf.policy.simulate import simulate as compare

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_HIDDEN = "hidden"


@click.command()
@click.option("--baseline", required=True, help="The rules as they are: a policy's folder or name.")
@click.option("--draft", required=True, help="The rules as they would be, in the same form.")
@click.option(
    "--facts", type=_FOLDER, required=True, help="A folder of Parquet or of facts files (*.json)."
)
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day asked about.")
@click.option(
    "--who",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the keys of those who newly fall short to this file: it names people.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def simulate(
    *,
    baseline: str,
    draft: str,
    facts: Path,
    on: datetime | None,
    who: Path | None,
    as_json: bool,
) -> None:
    """Say what a draft of the rules would change for everybody in a folder of facts.

    Counts of fewer than ten people are hidden. Exit status: 0, or 2 if something cannot be read.
    """
    with _complaining():
        then, now = _rules(baseline), _rules(draft)
        people = facts_in(facts)
        day = on.date() if on else day_in(then.time_zone, SystemClock().now())
        found = compare(then, now, people, day)
        if who is not None:
            keys = newly_short(then, now, people, day)
            who.write_text("".join(f"{key}\n" for key in keys), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(simulation_as_json(found), indent=2, ensure_ascii=False))
    else:
        _show(found)


@click.command("to-parquet")
@click.argument("source", type=_FOLDER)
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def to_parquet(source: Path, target: Path) -> None:
    """Write the facts files (*.json) in SOURCE as Parquet to TARGET, for `simulate`.

    Exit status: 0, or 2 if a file cannot be read.
    """
    with _complaining():
        click.echo(f"{write_as_parquet(source, target):,} educators written to {target}.")


@contextmanager
def _complaining() -> Iterator[None]:
    try:
        yield
    except ProblemsError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(2)


def _rules(name: str) -> Rules:
    return load_policy(Path(name)) if Path(name).is_dir() else load_jurisdiction(name)


def _show(found: Simulation) -> None:
    click.echo(f"{found.baseline.jurisdiction} {found.baseline.version} and the draft, {found.on}")
    for change in found.changes:
        click.echo(
            f"  {change.before.value:>8} → {change.after.value:<8} {_count(change.educators):>10}"
        )
    click.echo(_line(found.whole, "all"))
    for by, groups in found.by.items():
        click.echo(f"by {by}:")
        for group in groups:
            click.echo(_line(group, group.name or "not known"))


def _count(number: int | None) -> str:
    return _HIDDEN if number is None else f"{number:,}"


def _line(group: Group, name: str) -> str:
    more = _HIDDEN if group.more_credits is None else show_amount(group.more_credits)
    return (
        f"  {name:<24} {_count(group.educators):>9} educators, "
        f"{_count(group.newly_short)} newly short, {_count(group.no_longer_short)} no longer; "
        f"{more} credits more to earn"
    )
