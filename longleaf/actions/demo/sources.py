"""What the demonstration is made of: the pack's demo folder and its micro-credentials, as read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from longleaf.basis.document import read_document
from longleaf.domain.microcredential.pack import definition_from_yaml
from longleaf.domain.microcredential.shape import Definition
from longleaf.policy.pack import find_jurisdiction

JURISDICTION = "north_carolina"
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Sources:
    """The files' content; what each file holds, its first lines say."""

    files: Mapping[str, Entry]
    definitions: Mapping[str, Definition]

    @property
    def organizations(self) -> Sequence[Entry]:
        """Departments, LEAs and partners, each with its schools."""
        found: Sequence[Entry] = self.files["organizations"]["organizations"]
        return found

    @property
    def people(self) -> Sequence[Entry]:
        """The named people."""
        found: Sequence[Entry] = self.files["people"]["people"]
        return found

    @property
    def stories(self) -> Sequence[Entry]:
        """What stands written by hand: a few submissions from begin to end."""
        found: Sequence[Entry] = self.files["stories"]["stories"]
        return found

    def bank(self, name: str) -> Sequence[str]:
        """A bank of sentences."""
        found: Sequence[str] = self.files["sentences"][name]
        return found

    @cached_property
    def issuer_of(self) -> Mapping[str, str]:
        """Which organization issues which micro-credential, by their slugs."""
        return {
            slug: place["slug"] for place in self.organizations for slug in place.get("issues", ())
        }


def read_sources() -> Sources:
    """Read the demonstration's files.

    Raises:
        ProblemsError: If one of them cannot be read.
    """
    pack = find_jurisdiction(JURISDICTION)
    files: dict[str, Entry] = {}
    for path in sorted((pack / "demo").glob("*.yaml")):
        data = read_document(path.read_text(encoding="utf-8"), name=f"demo/{path.name}").data
        files[path.stem] = data if isinstance(data, dict) else {}
    return Sources(files, _definitions(pack))


def _definitions(pack: Path) -> dict[str, Definition]:
    found = {}
    for path in sorted((pack / "microcredentials").glob("*.yaml")):
        definition = definition_from_yaml(path.read_text(encoding="utf-8"), name=path.name)
        found[definition.slug] = definition
    return found
