"""Keeps the site's processes running: starts them, restarts what dies, ends all of it together."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

STABLE_SECONDS = 60  # a child that lived this long begins again with the shortest wait
LONGEST_WAIT_SECONDS = 30
GRACE_SECONDS = 15
_LOOK_SECONDS = 0.2

log = logging.getLogger("longleaf.supervisor")


@dataclass
class Child:
    """One process to keep running.

    Attributes:
        name: What the log calls it.
        module: The Python module it runs, and that module's arguments.
        deaths: How often it died since it was last stable.
    """

    name: str
    module: Sequence[str]
    process: subprocess.Popen[str] | None = None
    deaths: int = 0
    started: float = 0.0
    start_again: float = field(default=0.0)


class Supervisor:
    """Runs children until told to stop.

    Args:
        children: What to keep running.
        environment: Theirs.
        lend: File descriptors they keep open, such as a lock that lasts while one of them lives.
        hear: Takes each line that a child writes.
        look_after: Called a few times a minute, for what else must stay up.
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        environment: Mapping[str, str],
        lend: Sequence[int],
        hear: Callable[[str], None],
        look_after: Callable[[], None],
    ) -> None:
        self.children = children
        self.environment = dict(environment)
        self.lend = tuple(lend)
        self.hear = hear
        self.look_after = look_after
        self.stopping = threading.Event()
        self.tether, self._held = os.pipe()

    def stop_on_signals(self) -> None:
        """End everything on Ctrl-C, on a polite kill, and when the terminal is closed."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping.is_set():
            self.kill()
        self.stopping.set()

    def start(self) -> None:
        for child in self.children:
            self._start(child)

    def _start(self, child: Child) -> None:
        child.process = subprocess.Popen(  # noqa: S603  # our own modules, no shell
            [sys.executable, "-m", "longleaf.cli.tether", str(self.tether), *child.module],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=(self.tether, *self.lend),
            start_new_session=True,  # Ctrl-C is for us alone; we end the children in order
        )
        child.started = time.monotonic()
        assert child.process.stdout is not None  # noqa: S101  # because of PIPE
        threading.Thread(target=self._listen, args=(child.process.stdout,), daemon=True).start()
        self.say("started", child=child.name, pid=child.process.pid)

    def _listen(self, lines: IO[str]) -> None:
        for line in lines:
            self.hear(line)

    def watch(self) -> None:
        """Restart what dies until told to stop; the wait doubles while a child keeps dying."""
        looked = time.monotonic()
        while not self.stopping.wait(_LOOK_SECONDS):
            for child in self.children:
                self.tend(child)
            if time.monotonic() - looked > _LOOK_SECONDS * 10:
                self.look_after()
                looked = time.monotonic()

    def tend(self, child: Child) -> None:
        """Notice a death, and start the child again when its wait is over."""
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_again:
                self._start(child)
        elif (code := child.process.poll()) is not None:
            if now - child.started >= STABLE_SECONDS:
                child.deaths = 0
            wait = min(2.0**child.deaths, LONGEST_WAIT_SECONDS)
            child.deaths += 1
            child.process, child.start_again = None, now + wait
            self.say("ended by itself", child=child.name, code=code, again_in_seconds=wait)

    def stop(self) -> None:
        """End all children, politely first, and wait until they are gone."""
        living = [child.process for child in self.children if child.process is not None]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in living:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.kill()
                process.wait()

    def kill(self) -> None:
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.kill()

    def say(self, what: str, **facts: object) -> None:
        """Write a line of our own beside the children's."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.hear(json.dumps({"at": at, "logger": log.name, "message": what, **facts}) + "\n")
