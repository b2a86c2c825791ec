"""Finding the jurisdictions that ship with Longleaf."""

import re
from pathlib import Path
from typing import Final

from longleaf.basis.problem import Problem, ProblemsError

# The wheel carries the packs inside the package; in a checkout they stand beside it.
_PACKAGE: Final = Path(__file__).resolve().parent.parent
_HOMES: Final = (_PACKAGE / "jurisdictions", _PACKAGE.parent / "jurisdictions")


def find_jurisdiction(name: str, homes: tuple[Path, ...] = _HOMES) -> Path:
    """The folder of a jurisdiction's pack.

    Args:
        name: The jurisdiction, such as "north_carolina".
        homes: Folders that hold packs; the first that has it wins.

    Raises:
        ProblemsError: If there is no such pack.
    """
    if re.fullmatch(r"[a-z][a-z0-9_]*", name):
        for home in homes:
            if (home / name / "policy").is_dir():
                return home / name
    known = shipped_jurisdictions(homes)
    reason = f"There is no jurisdiction “{name[:60]}”."
    raise ProblemsError([Problem("", reason, f"Known: {', '.join(known) or 'none'}.")])


def shipped_jurisdictions(homes: tuple[Path, ...] = _HOMES) -> list[str]:
    """The names of all packs that there are, in order."""
    return sorted({pack.parent.name for home in homes for pack in home.glob("*/policy")})
