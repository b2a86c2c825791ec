"""RDF Dataset Canonicalization (RDFC-1.0): names for blank nodes that depend on nothing else.

A quad is four strings, each already in N-Quads form: subject, predicate, object, graph ("" for the
default graph). A string that begins with "_:" is a blank node.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from typing import Literal

from longleaf.credential.refusal import TooComplexError

Quad = tuple[str, str, str, str]
Hash = Literal["sha256", "sha384"]
"""Tells blank nodes apart; a suite names the one that fits its key (VC-DI-ECDSA 1.0, 3.2)."""

MAX_QUADS = 20_000
MAX_WORK = 100_000
"""Hashes that may be made to tell alike blank nodes apart: a fraction of a second."""
MAX_DEPTH = 200

_HASHES = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


def canonical_quads(quads: Iterable[Quad], *, by: Hash = "sha256") -> str:
    """The canonical N-Quads of a dataset: one line per quad, sorted by code point.

    Raises:
        TooComplexError: If telling the blank nodes apart takes more than a bounded effort, as in
            data sets built to exhaust it.
    """
    unique = list(dict.fromkeys(quads))
    names = canonical_names(unique, by=by)
    return "".join(sorted(line(quad, names) for quad in unique))


def canonical_names(unique: Sequence[Quad], *, by: Hash = "sha256") -> dict[str, str]:
    """The canonical name ("_:c14n0") of every blank node in a dataset without repeated quads.

    Raises:
        TooComplexError: As `canonical_quads`.
    """
    if len(unique) > MAX_QUADS:
        raise TooComplexError("too_complex", f"The document makes more than {MAX_QUADS:,} claims.")
    return _Canonicalization(unique, by).names()


def line(quad: Quad, names: Mapping[str, str]) -> str:
    """A quad as a line of N-Quads, its blank nodes under the names given."""
    subject, predicate, target, graph = quad
    if subject.startswith("_:"):
        subject = names[subject]
    if target.startswith("_:"):
        target = names[target]
    if not graph:
        return f"{subject} {predicate} {target} .\n"
    if graph.startswith("_:"):
        graph = names[graph]
    return f"{subject} {predicate} {target} {graph} .\n"


class _Names:
    """Issues names in order (RDFC-1.0, 4.5)."""

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = issued or {}

    def issue(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> "_Names":
        return _Names(self.prefix, dict(self.issued))


class _Canonicalization:
    def __init__(self, quads: Sequence[Quad], by: Hash) -> None:
        self._hash = _HASHES[by]
        self._quads_of: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            for node in dict.fromkeys((quad[0], quad[2], quad[3])):
                if node.startswith("_:"):
                    self._quads_of[node].append(quad)
        self._canonical = _Names("_:c14n")
        self._first: dict[str, str] = {}
        self._work = 0
        self._depth = 0

    def names(self) -> dict[str, str]:
        """The canonical name of every blank node (RDFC-1.0, 4.4.3)."""
        by_hash: dict[str, list[str]] = defaultdict(list)
        for node in self._quads_of:
            by_hash[self._first_degree(node)].append(node)
        shared = []
        for digest in sorted(by_hash):
            if len(by_hash[digest]) == 1:
                self._canonical.issue(by_hash[digest][0])
            else:
                shared.append(by_hash[digest])
        for nodes in shared:
            self._name_alike(nodes)
        return self._canonical.issued

    def _name_alike(self, nodes: Sequence[str]) -> None:
        results = []
        for node in nodes:
            if node not in self._canonical.issued:
                temporary = _Names("_:b")
                temporary.issue(node)
                results.append(self._n_degree(node, temporary))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for node in issuer.issued:
                self._canonical.issue(node)

    def _first_degree(self, node: str) -> str:
        if node not in self._first:
            names = defaultdict(lambda: "_:z", {node: "_:a"})
            lines = sorted(line(quad, names) for quad in self._quads_of[node])
            self._first[node] = self._digest("".join(lines))
        return self._first[node]

    def _related(self, related: str, quad: Quad, issuer: _Names, position: str) -> str:
        known = self._canonical.issued.get(related) or issuer.issued.get(related)
        predicate = "" if position == "g" else quad[1]
        return self._digest(f"{position}{predicate}{known or self._first_degree(related)}")

    def _related_nodes(self, node: str, issuer: _Names) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self._quads_of[node]:
            for related, position in ((quad[0], "s"), (quad[2], "o"), (quad[3], "g")):
                if related.startswith("_:") and related != node:
                    found[self._related(related, quad, issuer, position)].append(related)
        return found

    def _n_degree(self, node: str, issuer: _Names) -> tuple[str, _Names]:
        """Hash of a node among those it hangs together with (RDFC-1.0, 4.8)."""
        self._spend(len(self._quads_of[node]))
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _too_entangled()
        data = ""
        related = self._related_nodes(node, issuer)
        for digest in sorted(related):
            chosen_path = ""
            chosen: _Names = issuer
            for order in permutations(related[digest]):
                found = self._path(order, issuer.copy(), chosen_path)
                if found is not None and (not chosen_path or found[0] < chosen_path):
                    chosen_path, chosen = found
            data += digest + chosen_path
            issuer = chosen
        self._depth -= 1
        return self._digest(data), issuer

    def _path(self, order: Sequence[str], issuer: _Names, best: str) -> tuple[str, _Names] | None:
        """The path for one order of related nodes; None once it cannot be the least."""
        self._spend(1 + len(order) + len(issuer.issued) // 8)
        path = ""
        waiting = []
        for node in order:
            name = self._canonical.issued.get(node)
            if name is None:
                if node not in issuer.issued:
                    waiting.append(node)
                name = issuer.issue(node)
            path += name
            if _cannot_win(path, best):
                return None
        for node in waiting:
            digest, result = self._n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{digest}>"
            issuer = result
            if _cannot_win(path, best):
                return None
        return path, issuer

    def _digest(self, text: str) -> str:
        return self._hash(text.encode()).hexdigest()

    def _spend(self, hashes: int) -> None:
        self._work += hashes
        if self._work > MAX_WORK:
            raise _too_entangled()


def _too_entangled() -> TooComplexError:
    message = "The document's unnamed parts are too entangled to be compared."
    return TooComplexError("too_complex", message)


def _cannot_win(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best
