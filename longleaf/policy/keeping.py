"""Keeping a policy: one file that holds all of its rules, so that an old decision can be re-run.

A decision names the version and content hash of its rules. Whoever keeps decisions keeps this
file beside them: it loads to the same rules, with the same hash, whatever becomes of the pack.
"""

import json
from pathlib import Path
from typing import Final, cast

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.policy.document import Table, from_json_text
from longleaf.policy.load import PolicyFiles, load_files
from longleaf.policy.rules import Rules
from longleaf.policy.shape import OneOf, Record, TableOf, Text

FORM: Final = "longleaf policy 1"
# As large as a file of a policy may be (document.LARGEST).
_CONTENT: Final = Text(longest=512 * 1024, like="the text of a file")
_KEPT: Final = Record(
    "a kept policy",
    required={
        "form": OneOf((FORM,)),
        "jurisdiction": Text(longest=64),
        "version": Text(longest=300),
        "hash": Text(r"[0-9a-f]{64}", "a SHA-256 in hexadecimal"),
        "state": TableOf(Text(longest=300), _CONTENT),
        "local": TableOf(Text(longest=300), _CONTENT, at_least=0),
    },
)


def keep(files: PolicyFiles, name: str) -> bytes:
    """The files of a policy as one file.

    Args:
        files: The files, from `load.policy_files`.
        name: What problems call the whole of them.

    Raises:
        ProblemsError: If they do not load: what cannot decide is not kept.
    """
    rules = load_files(files, name)
    kept = {
        "form": FORM,
        "jurisdiction": rules.policy.jurisdiction,
        "version": rules.policy.version,
        "hash": rules.policy.hash,
        "state": {name: text.decode() for name, text in files.state.items()},
        "local": {name: text.decode() for name, text in files.local.items()},
    }
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def load_kept(text: bytes) -> Rules:
    """The rules of a kept policy.

    Raises:
        ProblemsError: If it is not one, does not load, or does not have the hash that it gives.
    """
    node = from_json_text(text)
    problems = _KEPT.check(node)
    if problems:
        raise ProblemsError(problems)
    kept = cast("Table", node)
    rules = load_files(PolicyFiles(_files(kept, "state"), _files(kept, "local")), "kept policy")
    if rules.policy.hash != kept.text("hash"):
        reason = f"The rules have the hash {rules.policy.hash}, not the one written here."
        raise ProblemsError([Problem(kept.places["hash"], reason, "Use the file as it was kept.")])
    return rules


def read_kept(path: Path) -> Rules:
    """The rules of a kept policy's file.

    Raises:
        ProblemsError: As `load_kept`.
    """
    return load_kept(path.read_bytes())


def _files(kept: Table, name: str) -> dict[str, bytes]:
    table = kept.table(name)
    return {file: table.text(file).encode() for file in table.entries}
