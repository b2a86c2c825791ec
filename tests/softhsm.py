"""Finds SoftHSM, a PKCS#11 module in software, for the tests of keys in hardware."""

import subprocess
from pathlib import Path
from shutil import which

TOKEN = "longleaf-test"
PIN = "4711"
MISSING = "no SoftHSM"
HOW_TO_GET = (
    "No SoftHSM was found, so keys in a hardware module were not tested. Install one"
    " (Debian: apt-get install softhsm2)."
)
_PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)


def find() -> Path | None:
    """The module's library; None if the tests cannot have one."""
    if which("softhsm2-util") is None:
        return None
    return next((Path(place) for place in _PLACES if Path(place).is_file()), None)


def new_token(folder: Path) -> dict[str, str]:
    """An empty token in a folder of its own; gives the environment in which it is found."""
    tokens = folder / "tokens"
    tokens.mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    found = {"SOFTHSM2_CONF": str(settings)}  # all that the tool needs of its surroundings
    tool = which("softhsm2-util")
    assert tool is not None
    subprocess.run(  # noqa: S603  # as found above
        [tool, "--init-token", "--free", "--label", TOKEN, "--so-pin", "1234", "--pin", PIN],
        env=found,
        check=True,
        capture_output=True,
    )
    return found
