"""Installs a wheel into an empty environment and starts its demo: `python -m tests.wheel FILE`."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

PATIENCE_SECONDS = 240
ROOT = Path(__file__).parent.parent


def main() -> None:
    wheel = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="longleaf-wheel-") as name:
        folder = Path(name)
        folder.chmod(
            0o711
        )  # the account that a root's database server borrows must be able to enter
        install(wheel, folder / "venv")
        (folder / "empty").mkdir()
        try_demo(folder / "venv" / "bin" / "longleaf", folder / "empty")


def install(wheel: Path, environment: Path) -> None:
    """Only what the wheel itself asks for, in the versions we know."""
    venv.create(environment)
    subprocess.run(  # noqa: S603  # our own arguments
        [
            *(sys.executable, "-m", "uv", "pip", "install", "-q"),
            *("--python", environment / "bin" / "python"),
            *("--constraints", ROOT / "requirements.lock", wheel),
        ],
        check=True,
    )


def try_demo(program: Path, folder: Path) -> None:
    port = free_port()
    # An empty environment, as on a machine that knows nothing of us.
    environment = {"PATH": "/usr/bin:/bin", "HOME": os.environ.get("HOME", "/")}
    began = time.monotonic()
    demo = subprocess.Popen(  # noqa: S603  # our own arguments
        [program, "demo", "--port", str(port)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    try:
        while not answers(port):
            if demo.poll() is not None or time.monotonic() - began > PATIENCE_SECONDS:
                sys.exit("The wheel's demo does not answer.")
            time.sleep(0.2)
        say(f"The wheel's demo answered after {time.monotonic() - began:.0f} seconds.")
    finally:
        demo.send_signal(signal.SIGINT)
        code = demo.wait(timeout=60)
    if code:
        sys.exit(f"The wheel's demo ended with {code}.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def say(what: str) -> None:
    sys.stdout.write(f"{what}\n")


if __name__ == "__main__":
    main()
