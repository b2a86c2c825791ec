"""Write docs/reference/*.schema.json as `longleaf policy schema` prints them; a test compares."""

from pathlib import Path

from click.testing import CliRunner

from longleaf.cli.policy import schema

KINDS = ("policy", "local", "facts")


def as_files() -> dict[str, str]:
    """File name to what it holds."""
    return {
        f"{kind}.schema.json": CliRunner().invoke(schema, [kind], catch_exceptions=False).output
        for kind in KINDS
    }


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent / "reference"
    for name, text in as_files().items():
        (folder / name).write_text(text, encoding="utf-8")
