"""Loading a policy: YAML files in, rules out; all problems at once, and nothing by halves."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.policy.build_local import build_local
from longleaf.policy.build_state import build_state
from longleaf.policy.building import Ledger
from longleaf.policy.document import Node, Table, as_json, from_yaml
from longleaf.policy.pack import find_jurisdiction
from longleaf.policy.rules import Local, Rules
from longleaf.policy.schema import LOCAL_FILE, POLICY_FILE, REQUIRED_SECTIONS
from longleaf.policy.shape import Shape

MOST_FILES: Final = 600


def load_jurisdiction(name: str, *, demo: bool = False) -> Rules:
    """Load the policy of a jurisdiction that ships with Longleaf.

    Args:
        name: The jurisdiction, such as "north_carolina".
        demo: Whether to add the local rules of the demonstration's fictional boards.

    Raises:
        ProblemsError: If there is no such jurisdiction, or with everything that is wrong with it.
    """
    folder = find_jurisdiction(name)
    rules = load_policy(
        folder / "policy", more_locals=[folder / "demo" / "policy" / "locals"] if demo else []
    )
    if rules.policy.jurisdiction != name:
        reason = f"The policy in the folder “{name}” calls itself “{rules.policy.jurisdiction}”."
        fix = "Give the folder and “jurisdiction” one name."
        raise ProblemsError([Problem(f"{name}/policy", reason, fix)])
    return rules


def load_policy(folder: Path, *, more_locals: Sequence[Path] = ()) -> Rules:
    """Load a policy from its folder.

    Args:
        folder: Holds the state's rules as *.yaml, and local boards' in locals/*.yaml. Worked
            cases in cases/ are no part of the rules.
        more_locals: Further folders of local rules.

    Raises:
        ProblemsError: With every problem found, each with file, line and fix.
    """
    return load_files(policy_files(folder, more_locals=more_locals), folder.name)


@dataclass(frozen=True, slots=True)
class PolicyFiles:
    """The files of a policy, by name: all that it takes to load it."""

    state: Mapping[str, bytes]
    local: Mapping[str, bytes]


def policy_files(folder: Path, *, more_locals: Sequence[Path] = ()) -> PolicyFiles:
    """The files of a policy, as they are.

    Raises:
        ProblemsError: If there are too many.
    """
    paths = sorted(folder.glob("*.yaml"))
    local = [
        path for one in (folder / "locals", *more_locals) for path in sorted(one.glob("*.yaml"))
    ]
    if len(paths) > MOST_FILES or len(local) > MOST_FILES:
        problem = Problem(str(folder), f"More than {MOST_FILES} files.", "Join some.")
        raise ProblemsError([problem])
    return PolicyFiles(_texts(paths, folder), _texts(local, folder))


def _texts(paths: Sequence[Path], folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix()
        if path.is_relative_to(folder)
        else path.name: path.read_bytes()
        for path in paths
    }


def load_files(files: PolicyFiles, name: str) -> Rules:
    """Load a policy from its files.

    Args:
        files: The files, wherever they came from.
        name: What problems call the whole of them.

    Raises:
        ProblemsError: With every problem found, each with file, line and fix.
    """
    problems: list[Problem] = []
    state_tables = _read(files.state, POLICY_FILE, problems)
    local_tables = _read(files.local, LOCAL_FILE, problems)
    sections = _sections(name, state_tables, problems)
    if problems:
        raise ProblemsError(problems)
    ledger = Ledger()
    state = build_state(sections, ledger, _hash({**state_tables, **local_tables}))
    locals_: dict[str, Local] = {}
    for table in local_tables.values():
        built = build_local(table, state, ledger)
        if built.name in locals_:
            fix = "Join the two files."
            ledger.fault(table, f"There is already a local file for “{built.name}”.", fix)
        locals_[built.name] = built
    if ledger.problems:
        raise ProblemsError(ledger.problems)
    return state.with_locals(locals_, ledger.citations)


def _read(texts: Mapping[str, bytes], shape: Shape, problems: list[Problem]) -> dict[str, Table]:
    tables = {}
    for name, text in texts.items():
        try:
            node: Node = from_yaml(text, name)
        except ProblemsError as error:
            problems += error.problems
            continue
        found = shape.check(node)
        problems += found
        if isinstance(node, Table):
            tables[name] = node
    return tables


def _sections(whole: str, files: Mapping[str, Table], problems: list[Problem]) -> Table:
    """The sections of all files as one table; each may stand in one file only."""
    entries: dict[str, Node] = {}
    places: dict[str, str] = {}
    for table in files.values():
        for name, node in table.entries.items():
            if name in entries:
                reason = f"The section “{name}” is already at {places[name]}."
                problems.append(Problem(table.places[name], reason, "Keep it in one file."))
            entries[name] = node
            places[name] = table.places[name]
    missing = [name for name in REQUIRED_SECTIONS if name not in entries]
    if missing and not problems:
        fix = f"Write {', '.join(f'“{name}”' for name in missing)} in one of its *.yaml files."
        problems.append(Problem(whole, "Sections of the policy are missing.", fix))
    return Table(entries, whole, places)


def _hash(files: Mapping[str, Table]) -> str:
    """SHA-256 over what the files say: comments, order of names and layout play no part."""
    content = {name: as_json(cast("Node", table)) for name, table in files.items()}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
