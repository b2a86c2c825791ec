"""Mutations of documents: of their bytes, of what their JSON says, of tokens and of pictures.

All from one seeded source of chance, so that a document that did harm can be made again by its
number.
"""

import base64
import json
from collections.abc import Callable
from random import Random
from typing import Any

Bytes = Callable[[Random, bytes], bytes]

_STRINGS = [
    "", "@id", "@type", "@graph", "_:b0", "\u0000", "\ud800", "\u202e", "\U0001f4dc" * 9,
    "x" * 5_000, "https://a.example/\u00e9", "did:key:z6Mk", "data:application/vc+jwt,a.b.c",
    "2025-02-30T00:00:00Z", "9" * 400, "http://127.0.0.1/", "eyJhbGciOiJub25lIn0.e30.",
]  # fmt: skip
_NUMBERS = [0, -0.0, 1e308, 5e-324, 2**53 + 1, -(2**63), 10**400, 0.1, -1]
_MEMBERS = [
    "@context", "@id", "@type", "@graph", "@reverse", "@included", "@nest", "@index", "@json",
    "id", "type", "proof", "issuer", "credentialSubject", "credentialStatus", "endorsement",
    "previousProof", "verificationMethod", "cryptosuite", "proofPurpose", "challenge", "nonce",
    "verifiableCredential", "relatedResource", "recipient", "verify", "__proto__", "unheardOf",
]  # fmt: skip
_CONTEXTS: list[object] = [
    {"name": "urn:other"}, {"@vocab": "urn:v:"}, {"@base": "urn:b:"}, {"@version": 1.1, "x": None},
    {"issuer": "@reverse"}, {"x": {"@id": "urn:x", "@container": "@list"}}, [[[]]], None, 7,
    "https://elsewhere.example/context", {"@import": "https://www.w3.org/ns/credentials/v2"},
    {"@context": {"@context": {}}}, {f"t{n}": f"urn:{n}" for n in range(200)},
]  # fmt: skip


def mutated(rng: Random, original: bytes) -> bytes:
    """A document like this one, changed in one to four places."""
    data = original
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = rng.choice(_ways(data))(rng, data)
    return data


def _ways(data: bytes) -> list[Bytes]:
    if data[:1] == b"{":
        return [_in_bytes, _in_json, _in_json, _in_json]
    if data[:3] == b"eyJ":
        return [_in_bytes, _in_token, _in_token]
    return [_in_bytes]


def _in_bytes(rng: Random, data: bytes) -> bytes:
    if not data:
        return rng.randbytes(rng.randrange(20))
    at, more, other = rng.randrange(len(data)), rng.randrange(1, 40), rng.randrange(len(data))
    flipped = bytes([data[at] ^ 1 << rng.randrange(8)])
    return rng.choice(
        (
            data[:at] + flipped + data[at + 1 :],
            data[:at],
            data[:at] + data[at + more :],
            data[:at] + rng.randbytes(more) + data[at:],
            data[: at + more] + data[at : at + more] * rng.randrange(1, 5) + data[at:],
            data[:at] + data[other : other + more] + data[at + more :],
        )
    )


def _in_token(rng: Random, data: bytes) -> bytes:
    parts = data.split(b".")
    at = rng.randrange(len(parts))
    try:
        text = base64.urlsafe_b64decode(parts[at] + b"==")
    except ValueError:
        return _in_bytes(rng, data)
    changed = (_in_json if text[:1] == b"{" else _in_bytes)(rng, text)
    parts[at] = base64.urlsafe_b64encode(changed).rstrip(b"=")
    return b".".join(parts)


def _in_json(rng: Random, data: bytes) -> bytes:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return _in_bytes(rng, data)
    if not isinstance(document, dict):
        return _in_bytes(rng, data)
    _change(rng, document)
    try:
        return json.dumps(document).encode()
    except RecursionError:  # deeper than can be written in one go
        return data.replace(b": {", b": " + b"[" * 3_000 + b"{", 1)


def _change(rng: Random, document: dict[str, Any]) -> None:
    place = rng.choice(_places(document))
    if isinstance(place, list):
        if not place or rng.random() < 0.3:
            place.insert(rng.randrange(len(place) + 1), _value(rng))
        else:
            at = rng.randrange(len(place))
            place[at : at + 1] = rng.choice(([], [_value(rng)], place[at : at + 1] * 2))
        return
    names = list(place)
    name = rng.choice(names) if names else "name"
    match rng.randrange(6):
        case 0:
            place.pop(name, None)
        case 1:
            place[name] = _value(rng)
        case 2:
            place[rng.choice(_MEMBERS)] = _value(rng)
        case 3:
            place[rng.choice(_MEMBERS)] = place.pop(name, None)
        case 4:
            place["@context"] = rng.choice(_CONTEXTS)
        case _:
            place[name] = [place.get(name)] * rng.choice((1, 2, 50))


def _places(value: object) -> list[Any]:
    found, waiting = [], [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list):
            found.append(one)
            waiting.extend(one.values() if isinstance(one, dict) else one)
    return found


def _value(rng: Random) -> object:
    made: Callable[[Random], object] = rng.choice(_MAKERS)
    return made(rng)


def _deep(rng: Random) -> object:
    value: object = rng.choice(_STRINGS)
    for _ in range(rng.choice((3, 40, 60, 900))):
        value = [value] if rng.random() < 0.5 else {"name": value}
    return value


def _tangle(rng: Random) -> list[object]:
    """Blank nodes that all look alike: what makes naming them expensive."""
    size = rng.choice((3, 6, 12))
    return [
        {"id": f"_:t{n}", "endorsement": [{"id": f"_:t{(n + step) % size}"} for step in (1, 2)]}
        for n in range(size)
    ]


_MAKERS: list[Callable[[Random], object]] = [
    lambda _: None,
    lambda rng: rng.random() < 0.5,
    lambda rng: rng.choice(_NUMBERS),
    lambda rng: rng.choice(_STRINGS),
    lambda rng: rng.choice(_CONTEXTS),
    lambda rng: {"@value": rng.choice(_STRINGS), "@language": rng.choice(("en", "x" * 40, ""))},
    lambda rng: [{"id": f"_:b{n}", "type": "Achievement"} for n in range(rng.choice((2, 30)))],
    _deep,
    _tangle,
]
