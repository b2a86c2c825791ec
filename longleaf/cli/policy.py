"""`longleaf policy`: try renewal policies with files alone."""

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import click

from longleaf.basis.amount import NotAnAmountError, parse_amount, show_amount
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.cli.policy_simulate import simulate, to_parquet
from longleaf.gateways.clock import SystemClock, day_in
from longleaf.policy.cases import CaseResult, read_cases, run_case
from longleaf.policy.document import Json
from longleaf.policy.evaluate import Evaluation
from longleaf.policy.evaluate import evaluate as decide
from longleaf.policy.explain import explanation_as_json, explanation_as_text
from longleaf.policy.facts_reading import FACTS, parse_facts
from longleaf.policy.guidance import guidance, guidance_as_json, read_catalog, read_definition_file
from longleaf.policy.keeping import keep, read_kept
from longleaf.policy.load import load_jurisdiction, load_policy, policy_files
from longleaf.policy.messages import sentence
from longleaf.policy.pack import find_jurisdiction, shipped_jurisdictions
from longleaf.policy.report import evaluation_as_json
from longleaf.policy.reverse import routes_as_json, routes_as_text, shortest_ways
from longleaf.policy.rules import Local, Rules
from longleaf.policy.schema import LOCAL_FILE, POLICY_FILE

_MOST_BYTES = 16 * 1024 * 1024
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])

rules_option = click.option(
    "--rules",
    "kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A kept policy (longleaf policy keep) to decide by, in place of the one that ships.",
)
jurisdiction_option = click.option(
    "--jurisdiction", required=True, help="Whose rules, such as north_carolina."
)
facts_option = click.option(
    "--facts",
    "facts_file",
    type=click.File("rb"),
    required=True,
    help="JSON; - for standard input.",
)
on_option = click.option(
    "--on", "on", type=_DAY, help="The day asked about, YYYY-MM-DD; today if not given."
)
demo_option = click.option(
    "--demo", is_flag=True, help="Add the local rules of the demonstration's fictional boards."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


_EXAMPLES = """\b
Examples:
  longleaf policy cases
  longleaf policy check jurisdictions/north_carolina/policy
  longleaf policy explain --jurisdiction north_carolina --facts educator.json
"""


@click.group(epilog=_EXAMPLES)
def policy() -> None:
    """Try renewal policies: check them, run their worked cases, evaluate one educator.

    A policy is a folder of YAML files (see jurisdictions/north_carolina/policy). Everything runs
    offline, without a site or a database.
    """


policy.add_command(simulate)
policy.add_command(to_parquet)


@policy.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
def check(folder: Path) -> None:
    """Check the policy in DIR, and say all that is wrong with it.

    Exit status: 0 nothing, 1 something; each line names file, line and fix.
    """
    try:
        rules = load_policy(folder)
    except ProblemsError as error:
        _complain(error.problems)
        sys.exit(1)
    name = rules.policy
    click.echo(
        f"{rules.title}: version {name.version}, {len(rules.licenses)} kinds of license, "
        f"{len(rules.activities)} kinds of activity, {len(rules.locals)} local files, "
        f"{len(rules.citations)} sources."
    )
    click.echo(f"Content hash {name.hash}")


@policy.command()
@click.argument("folder", metavar="[DIR]", type=_FOLDER, required=False)
@click.option("--failed", "only_failed", is_flag=True, help="Show only the cases that fail.")
def cases(folder: Path | None, *, only_failed: bool) -> None:
    """Run the worked cases beside the policy in DIR; without DIR, those of every state we ship.

    Exit status: 0 all pass, 1 one fails, 2 the policy or a case cannot be read.
    """
    folders = (
        [folder] if folder else [find_jurisdiction(n) / "policy" for n in shipped_jurisdictions()]
    )
    failed = [_run_cases(one, only_failed=only_failed) for one in folders]
    sys.exit(1 if any(failed) else 0)


@policy.command()
@jurisdiction_option
@facts_option
@on_option
@demo_option
@rules_option
@json_option
def evaluate(
    *,
    jurisdiction: str,
    facts_file: BinaryIO,
    on: datetime | None,
    demo: bool,
    kept: Path | None,
    as_json: bool,
) -> None:
    """Say whether the educator in FACTS meets the rules, category by category.

    Exit status: 0 whatever the outcome, 2 if the input cannot be read.
    """
    _, found = _evaluated(_rules(jurisdiction, kept, demo=demo), facts_file, on)
    if as_json:
        _print_json(evaluation_as_json(found))
        return
    click.echo(found.outcome.value)
    for one in found.categories:
        click.echo(
            f"  {one.title:<32} {show_amount(one.counted):>6} of {show_amount(one.required):>6}"
        )


@policy.command()
@jurisdiction_option
@facts_option
@on_option
@demo_option
@rules_option
@json_option
def explain(
    *,
    jurisdiction: str,
    facts_file: BinaryIO,
    on: datetime | None,
    demo: bool,
    kept: Path | None,
    as_json: bool,
) -> None:
    """Explain the outcome for the educator in FACTS: reasons, arithmetic, sources, ways.

    Exit status: 0 whatever the outcome, 2 if the input cannot be read.
    """
    rules, found = _evaluated(_rules(jurisdiction, kept, demo=demo), facts_file, on)
    if as_json:
        _print_json(explanation_as_json(rules, found))
    else:
        click.echo(explanation_as_text(rules, found))


@policy.command()
@click.option(
    "--microcredential",
    "definition_file",
    type=click.File("rb"),
    required=True,
    help="The micro-credential's definition, YAML or JSON.",
)
@click.option("--jurisdiction", help="Only this one; every state we ship if not given.")
@on_option
@demo_option
@json_option
def worth(
    *,
    definition_file: BinaryIO,
    jurisdiction: str | None,
    on: datetime | None,
    demo: bool,
    as_json: bool,
) -> None:
    """Say what a micro-credential is worth in renewal credit, place by place, and why.

    Exit status: 0, or 2 if the input cannot be read.
    """
    names = [jurisdiction] if jurisdiction else shipped_jurisdictions()
    answers: list[Json] = []
    slug = None
    try:
        definition = read_definition_file(
            definition_file.read(_MOST_BYTES), Path(getattr(definition_file, "name", "-")).name
        )
        slug = definition.slug
        for name in names:
            rules = load_jurisdiction(name, demo=demo)
            for one in guidance(rules, definition, on=_day(on, rules)):
                answers.append(guidance_as_json(one, rules))
                if not as_json:
                    place = f"{one.jurisdiction}{', ' + one.local if one.local else ''}"
                    click.echo(f"{place}: {sentence(one.because, rules.titles())}")
    except ProblemsError as error:
        _complain(error.problems)
        sys.exit(2)
    if as_json:
        _print_json({"microcredential": slug, "worth": answers})


@policy.command()
@jurisdiction_option
@click.option("--category", required=True, help="Where credit is missing, such as literacy.")
@click.option("--credits", "missing", required=True, help="How much, such as 3 or 2/3.")
@click.option("--local", "board", help="The local board whose crosswalk comes first.")
@click.option(
    "--catalog",
    type=_FOLDER,
    help="A folder of micro-credentials; the one that ships with the jurisdiction if not given.",
)
@on_option
@demo_option
@json_option
def ways(
    *,
    jurisdiction: str,
    category: str,
    missing: str,
    board: str | None,
    catalog: Path | None,
    on: datetime | None,
    demo: bool,
    as_json: bool,
) -> None:
    """Say which micro-credentials of the catalog close a gap soonest, stacks included.

    Exit status: 0, or 2 if the input cannot be read.
    """
    try:
        rules = load_jurisdiction(jurisdiction, demo=demo)
        folder = catalog or find_jurisdiction(jurisdiction) / "microcredentials"
        local = _board(rules, board)
        found = shortest_ways(
            rules,
            local,
            read_catalog(folder),
            category=_category(rules, local, category),
            missing=_asked(missing),
            on=_day(on, rules),
        )
    except ProblemsError as error:
        _complain(error.problems)
        sys.exit(2)
    if as_json:
        _print_json(routes_as_json(found))
        return
    for line in routes_as_text(found, rules.unit):
        click.echo(line)


def _board(rules: Rules, name: str | None) -> Local | None:
    if name is None or name in rules.locals:
        return rules.local(name)
    known = ", ".join(rules.locals) or "none"
    raise ProblemsError(
        [Problem("--local", f"No rules of “{name}” are on file.", f"Known: {known}.")]
    )


def _category(rules: Rules, local: Local | None, name: str) -> str:
    titles = rules.titles(local)
    if name in titles:
        return name
    fix = f"Known: {', '.join(titles)}."
    raise ProblemsError([Problem("--category", f"There is no category “{name}”.", fix)])


def _asked(text: str) -> Fraction:
    try:
        amount = parse_amount(text)
    except NotAnAmountError as error:
        raise ProblemsError([Problem("--credits", str(error), "Write “3” or “2/3”.")]) from None
    if amount > 0:
        return amount
    raise ProblemsError([Problem("--credits", "Nothing is missing.", "Write more than 0.")])


@policy.command()
@click.argument("what", type=click.Choice(["policy", "local", "facts"]))
def schema(what: str) -> None:
    """Print the JSON Schema of a policy's files, of a local file, or of a facts file."""
    shapes = {"policy": POLICY_FILE, "local": LOCAL_FILE, "facts": FACTS}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    _print_json({"$schema": dialect, **shapes[what].json_schema()})


def _rules(jurisdiction: str, kept: Path | None, *, demo: bool) -> Rules:
    try:
        if kept is None:
            return load_jurisdiction(jurisdiction, demo=demo)
        rules = read_kept(kept)
        if rules.policy.jurisdiction != jurisdiction:
            reason = f"These are the rules of “{rules.policy.jurisdiction}”, not “{jurisdiction}”."
            raise ProblemsError([Problem("--rules", reason, "Name the jurisdiction they are of.")])
    except ProblemsError as error:
        _complain(error.problems)
        sys.exit(2)
    return rules


def _evaluated(rules: Rules, facts_file: BinaryIO, on: datetime | None) -> tuple[Rules, Evaluation]:
    try:
        facts = parse_facts(facts_file.read(_MOST_BYTES), kinds=rules.kinds)
    except ProblemsError as error:
        _complain(error.problems)
        sys.exit(2)
    return rules, decide(rules, facts, _day(on, rules))


@policy.command("keep")
@jurisdiction_option
@demo_option
def keep_policy(*, jurisdiction: str, demo: bool) -> None:
    """Print the whole policy as one file, to re-run decisions under later (see --rules).

    Exit status: 0, or 2 if the policy cannot be read.
    """
    try:
        folder = find_jurisdiction(jurisdiction)
        more = [folder / "demo" / "policy" / "locals"] if demo else []
        text = keep(policy_files(folder / "policy", more_locals=more), jurisdiction)
    except ProblemsError as error:
        _complain(error.problems)
        sys.exit(2)
    click.echo(text.decode(), nl=False)


def _day(on: datetime | None, rules: Rules) -> date:
    return on.date() if on else day_in(rules.time_zone, SystemClock().now())


def _run_cases(folder: Path, *, only_failed: bool) -> int:
    try:
        rules = load_policy(folder)
        found = read_cases(folder, rules)
    except ProblemsError as error:
        _complain(error.problems)
        sys.exit(2)
    results = [run_case(rules, one) for one in found]
    click.echo(f"{rules.title}, version {rules.policy.version}")
    for result in results:
        if not (only_failed and result.passed):
            _show_case(result)
    failed = sum(not result.passed for result in results)
    click.echo(f"{len(results)} cases: {len(results) - failed} pass, {failed} fail.")
    return failed


def _show_case(result: CaseResult) -> None:
    mark = "pass" if result.passed else "FAIL"
    click.echo(f"  {mark}  {result.case.name}")
    for difference in result.differences:
        click.echo(f"        {result.case.where}: {difference}")


def _complain(problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)


def _print_json(data: dict[str, Json]) -> None:
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
