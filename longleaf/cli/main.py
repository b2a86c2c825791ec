"""The command `longleaf`: what there is to do, grouped by who does it.

Each command is loaded only when it is called, so that checking a badge or trying a policy needs
neither Django nor a database.
"""

import importlib
from importlib.metadata import version

import click

from longleaf.credential.compiled import IS_COMPILED

# Group → command → where it lives, and what the first help says of it.
COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "Start here": {
        "demo": (
            "longleaf.cli.run.demo",
            "Set up North Carolina and an invented year, and start the site.",
        ),
    },
    "Work offline, with files alone": {
        "verify": ("longleaf.cli.verify.verify", "Check a badge, and say what holds and what not."),
        "policy": (
            "longleaf.cli.policy.policy",
            "Try renewal policies and run their worked cases.",
        ),
        "conformance": (
            "longleaf.cli.conformance.conformance",
            "Serve the W3C VC API on this machine alone, for outside test suites.",
        ),
    },
    "Run a site": {
        "run": ("longleaf.cli.run.run", "Start the site, its worker and its database."),
        "status": ("longleaf.cli.run.status", "Say what runs, where, and with which data."),
        "setup-data": (
            "longleaf.cli.run.setup_data",
            "Bring database, North Carolina and static files up to date, without starting.",
        ),
        "audit": ("longleaf.cli.audit.audit", "Check that nobody changed the audit trail."),
        "worker": ("longleaf.cli.manage.worker", "Work through the background jobs."),
        "database": (
            "longleaf.cli.manage.database",
            "Use psql, pg_dump or pg_restore on Longleaf's database.",
        ),
        "manage": ("longleaf.cli.manage.manage", "Run one of Django's management commands."),
    },
}

COMPILED, PURE = "with its compiled part", "without its compiled part"

EPILOG = """\b
First steps:
  longleaf demo                     see the whole thing, with invented people
  longleaf verify badge.json        is this badge real?
  longleaf policy cases             do the rules give the expected answers?

\b
Then, for your own data:
  longleaf run --var /srv/longleaf  keep everything under one folder
  longleaf status                   is it healthy?

Every command has its own --help, with examples.
"""


class Commands(click.Group):
    """A group that names all commands and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return [name for group in COMMANDS.values() for name in group]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        for group in COMMANDS.values():
            if cmd_name in group:
                module, _, attribute = group[cmd_name][0].rpartition(".")
                command = getattr(importlib.import_module(module), attribute)
                if not isinstance(command, click.Command):
                    message = f"{module}.{attribute} is not a command"
                    raise TypeError(message)
                return command
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for title, group in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name, what) for name, (_, what) in group.items()])


@click.group(
    cls=Commands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    version("longleaf"),
    prog_name="longleaf",
    message=f"%(prog)s, version %(version)s, {COMPILED if IS_COMPILED else PURE}",
)
def main() -> None:
    """Longleaf: educators show mastery, earn micro-credentials, display badges anyone can check.

    What they earn counts toward license renewal, by rules that cite the law they come from.
    """
