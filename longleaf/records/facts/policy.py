"""The rules in force, loaded once a process; and those of a day past, from their kept text."""

import tempfile
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from longleaf.policy.load import load_jurisdiction, load_policy
from longleaf.policy.pack import find_jurisdiction
from longleaf.policy.rules import Rules
from longleaf.records.models.renewal import PolicyEdition

POLICY: Final = "policy"
MORE: Final = "more"


@cache
def rules_of(jurisdiction: str) -> Rules:
    """The policy of a jurisdiction; a demonstration adds the rules of its fictional LEAs."""
    return load_jurisdiction(jurisdiction, demo=settings.DEMO)


def text_of_rules(jurisdiction: str) -> list[dict[str, str]]:
    """The files that `rules_of` reads: the folder each lies in, its name there, and its text."""
    home = find_jurisdiction(jurisdiction)
    folder = home / "policy"
    paths = [(POLICY, folder, path) for path in sorted(folder.glob("*.yaml"))]
    paths += [(POLICY, folder, path) for path in sorted((folder / "locals").glob("*.yaml"))]
    if settings.DEMO:
        more = home / "demo" / "policy" / "locals"
        paths += [(MORE, more, path) for path in sorted(more.glob("*.yaml"))]
    return [
        {
            "folder": kind,
            "name": path.relative_to(root).as_posix(),
            "text": path.read_text(encoding="utf-8"),
        }
        for kind, root, path in paths
    ]


def rules_from_text(files: list[dict[str, str]]) -> Rules:
    """The rules that some kept files say.

    Raises:
        ProblemsError: If this version of the program cannot read them.
    """
    with tempfile.TemporaryDirectory(prefix="longleaf-rules-") as made:
        root = Path(made)
        for kind in (POLICY, MORE):
            (root / kind / "locals").mkdir(parents=True)
        for file in files:
            place = root / (POLICY if file["folder"] == POLICY else MORE)
            path = (place / file["name"]).resolve()
            path.relative_to(place.resolve())  # a kept name never leads out of its folder
            path.write_text(file["text"], encoding="utf-8")
        return load_policy(root / POLICY, more_locals=[root / MORE])


@lru_cache(maxsize=8)
def rules_kept(policy_hash: str) -> Rules:
    """The rules of a kept edition, by their hash; from memory where they are those in force.

    Raises:
        ProblemsError: If this version of the program cannot read them.
        LookupError: If what was kept does not have this hash.
    """
    kept = PolicyEdition.objects.get(pk=policy_hash)
    now = rules_of(kept.jurisdiction)
    rules = now if now.policy.hash == policy_hash else rules_from_text(kept.files)
    if rules.policy.hash != policy_hash:
        message = f"The rules kept as {policy_hash[:12]} come to {rules.policy.hash[:12]} now."
        raise LookupError(message)
    return rules
