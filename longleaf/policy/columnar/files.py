"""Facts files, one for each educator, as batches of columns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from longleaf.basis.problem import Problem, ProblemsError
from longleaf.policy.columnar.folder import BATCH, FactsFolder, write_part
from longleaf.policy.columnar.frames import Frames, Key, frames_of
from longleaf.policy.facts import Facts
from longleaf.policy.facts_reading import parse_facts


@dataclass(frozen=True, slots=True)
class FactsFiles:
    """The facts files (*.json) of a folder; the name of a file is the educator's key.

    Attributes:
        path: The folder.
        batch: How many educators to read at a time.
    """

    path: Path
    batch: int = BATCH

    def __iter__(self) -> Iterator[Frames]:
        return (frames for frames, _ in self.with_texts())

    def with_texts(self) -> Iterator[tuple[Frames, Mapping[Key, str]]]:
        """The batches, each with the text of every file in it.

        Raises:
            ProblemsError: If a file cannot be read, with its name.
        """
        paths = iter(sorted(self.path.glob("*.json")))
        while some := list(islice(paths, self.batch)):
            texts: dict[Key, str] = {}
            people: list[tuple[Key, Facts]] = []
            for path in some:
                data = path.read_bytes()
                people.append((path.stem, _parsed(path, data)))
                texts[path.stem] = data.decode()
            yield frames_of(people), texts


def _parsed(path: Path, data: bytes) -> Facts:
    try:
        return parse_facts(data)
    except ProblemsError as error:
        problems = [Problem(f"{path}: {one.where}", one.reason, one.fix) for one in error.problems]
        raise ProblemsError(problems) from None


def facts_in(path: Path) -> Iterable[Frames]:
    """The facts in a folder: of Parquet, or of facts files in JSON.

    Raises:
        ProblemsError: If it holds neither.
    """
    if path.is_dir() and any(path.glob("*.json")):
        return FactsFiles(path)
    folder = FactsFolder(path)
    folder.parts()
    return folder


def write_as_parquet(source: Path, target: Path) -> int:
    """Write facts files as a folder of Parquet; how many educators it holds.

    Raises:
        ProblemsError: If a file cannot be read, or there is none.
    """
    many = 0
    for number, (frames, texts) in enumerate(FactsFiles(source).with_texts()):
        write_part(target / f"{number:05}", frames, {key: texts[key] for key in frames.apart})
        many += frames.licenses.height
    if not many:
        raise ProblemsError([Problem(str(source), "There is no facts file (*.json).")])
    return many
