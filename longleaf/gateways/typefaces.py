"""Public Sans as files that the setters of type can read: they know no compressed fonts."""

import atexit
import shutil
import tempfile
import threading
from pathlib import Path

from fontTools.ttLib import TTFont

from longleaf.gateways.drawing import FONTS

WEIGHTS = ("Regular", "Italic", "SemiBold", "Bold")

_making = threading.Lock()
_made: list[Path] = []


def public_sans_folder() -> Path:
    """A folder with Public Sans in four styles; made once a process and removed with it.

    Raises:
        FileNotFoundError: If the design system's files were not fetched.
    """
    with _making:
        if not _made:
            folder = Path(tempfile.mkdtemp(prefix="longleaf-fonts-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            for style in WEIGHTS:
                font = TTFont(FONTS / f"PublicSans-{style}.woff2", recalcTimestamp=False)
                font.flavor = None
                font.save(folder / f"PublicSans-{style}.ttf")
            _made.append(folder)
    return _made[0]


def public_sans_letters() -> frozenset[str]:
    """The characters that Public Sans draws.

    Raises:
        FileNotFoundError: If the design system's files were not fetched.
    """
    with TTFont(FONTS / "PublicSans-Regular.woff2", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
