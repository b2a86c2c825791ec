"""The JSON-LD contexts that are kept here, byte for byte as published; no other is ever used.

`data/origin.json` says for each: the address it answers for, the package it came in, its license
and its digest. 1EdTech added terms to a context after publishing it: the later file, which has all
that the earlier had, is kept, and `earlier_sha256` names the earlier.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from longleaf.credential.refusal import UnknownContextError

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
OPEN_BADGES_V2 = "https://w3id.org/openbadges/v2"
CLR_V2 = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a pinned context comes from.

    Attributes:
        sha256: The digest of the bytes, in hex.
        registry: "npm" or "pypi"; "standard" if no package has it and it was written from the text.
        made_by: What was done to get a file from the package, if anything.
        earlier_sha256: Digests of earlier files at the same address, whose terms this one has too.
    """

    url: str
    file: str
    registry: str
    package: str
    version: str
    path: str
    license: str
    sha256: str
    made_by: str = ""
    earlier_sha256: tuple[str, ...] = ()


@cache
def pinned() -> Mapping[str, Origin]:
    """Every context kept here, by its URL."""
    rows = json.loads(context_bytes("origin.json"))
    return {
        row["url"]: Origin(**{**row, "earlier_sha256": tuple(row.get("earlier_sha256", ()))})
        for row in rows
    }


def context_bytes(file: str) -> bytes:
    """The bytes of a data file, as published."""
    return files(__name__).joinpath("data", file).read_bytes()


@cache
def load_context(url: str) -> Mapping[str, object]:
    """The context document that answers for this URL. Callers must not change it.

    Raises:
        UnknownContextError: For every URL that is not pinned. Nothing is fetched.
    """
    origin = pinned().get(url)
    if origin is None:
        raise UnknownContextError(url)
    document = json.loads(context_bytes(origin.file))
    if not isinstance(document, dict):  # pragma: no cover - a test reads every file
        raise UnknownContextError(url)
    return document
