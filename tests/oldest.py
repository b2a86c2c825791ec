"""The suite on the oldest PostgreSQL we support, with coverage: `python -m tests.oldest`.

The journeys are left out: what a browser shows does not depend on the database's version, and
counting lines would slow them down.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from longleaf.gateways import postgres

BINARIES = Path("/usr/lib/postgresql/15/bin")
# Nothing here has to outlive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SUITE = [
    *(sys.executable, "-m", "pytest", "-m", "not journey", "--cov", "--cov-report=term"),
    *("-n", "auto", "--maxprocesses", "8", "--dist", "loadfile", "--no-loadscope-reorder"),
]


def main() -> int:
    if not (BINARIES / "postgres").is_file():
        sys.stderr.write(
            "*** PostgreSQL 15 was not found, so the suite was not run on it."
            " Install it (Debian: apt-get install postgresql-15).\n"
        )
        return 0 if "CI" not in os.environ else 1
    os.environ["LONGLEAF_POSTGRES_BIN"] = str(BINARIES)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)  # the server's own user must come through
        with postgres.running(Path(folder) / "postgres", settings=FAST) as address:
            return subprocess.run(  # noqa: S603  # our own suite
                [*SUITE, *sys.argv[1:]], env=os.environ | {"DATABASE_URL": address}, check=False
            ).returncode


if __name__ == "__main__":
    sys.exit(main())
