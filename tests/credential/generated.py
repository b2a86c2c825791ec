"""Documents made up at random, in families of one shape, with texts that implementations get wrong.

Everything follows from the seed.
"""

import copy
from collections.abc import Callable, Iterator
from random import Random

from longleaf.credential.contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from longleaf.credential.document import JsonObject

UNDEFINED_TERMS = "https://www.w3.org/ns/credentials/undefined-terms/v2"
FAMILY = 8
"""How many documents share a shape."""

_TEXTS = (
    "", " ", "x", "plain words", "a\nb", "\t", "\r\n", '"', "\\", '\\"', "\\n", "\b\f", "\x00",
    "\x01\x1f", "\x7f", "\x80\x85\x9f", "\u2028\u2029", "\xa0", "é", "e\u0301", "ﬀ", "漢字",
    "\uff5e", "\U0001f332", "\U0010fffd", "العربية", "\u202eabc\u202c", "\u200f", "\ufdd0",
    "_:a", "_:c14n0",
    "_:z", "@id", "@type", "@json", "true", "null", "1", "1.0", "<urn:x>", "urn:x", "urn:y",
    "https://example.org/a", "https://example.org/a/../b", "type", "name", "VerifiableCredential",
    '"@en', "^^<urn:x>", "> .\n<urn:a> <urn:b> <urn:c> .", "%s%d{0}", "\\u0041", "slot0-x:1",
    "#slot0",
)  # fmt: skip
_BROKEN_TEXTS = ("\ud800", "a\udfffb", "\udc00\ud800", "\ufffe", "\uffff")
_ADDRESSES = (
    "urn:x", "urn:y", "urn:z", "urn:a:b", "urn:X", "urn:x#", "urn:x!", "urn:xx",
    "https://example.org/", "https://example.org/a", "https://example.org/a/../b/./c",
    "https://example.org/é", "https://example.org/%C3%A9", "https://example.org/?q=1&r=(2)#f",
    "HTTPS://EXAMPLE.ORG", "http://example.org", "https:", "did:example:amina", "did:key:z6Mk#z6Mk",
    "data:image/png;base64,iVBORw0KGgo=", "mailto:amina@example.org", "tel:+15550100", "x:y",
    "example:thing", "a+b-c.d:e", "urn:\U0001f332", "https://例え.jp/",
)  # fmt: skip
_ODD_ADDRESSES = (
    "", "x", "relative/path", "/rooted", "//host/path", "?query", "#fragment", ".", "..", "_:b0",
    "_:b1", "_:c14n0", "a b:c", "urn:a b", "urn:<x>", 'urn:"', "urn:\\", "urn:{x}", "urn:x\n",
    "urn:\x7f",
    "urn:\xa0", "1urn:x", ":x", "@id", "@context", "@foo", "type", "id", "name", "schema:name",
    "cred:x", "sec:x", "xsd:string", "VerifiableCredential", "urn:\ud800", "urn:\uffff", "urn:^x",
    "urn:`x",
)  # fmt: skip
_NUMBERS = (
    0, 1, -1, 7, 90, 2**31, 2**53 - 1, 2**53, -(2**53), 10**20, 10**21, 0.5, -0.0, 1.0, 1.5, 5.5,
    -120.25, 0.1, 1 / 3, 1e-7, 1e-6, 5e-324, 1e20, 1e21, 1.7e300, 123456.789, 12345678901.265625,
)  # fmt: skip
_INEXACT_NUMBERS = (2**53 + 1, 10**20 + 1, 1e308, float(2**1023))
_LANGUAGES = ("en", "EN-us", "ar", "zh-Hant-TW", "de-CH-1996")
_ODD_LANGUAGES = ("", "not a language", "e n", "abcdefghi", "en_US")
_OWN_CONTEXTS: tuple[JsonObject, ...] = (
    {"t1": "https://example.org/t1"},
    {"t2": {"@id": "https://example.org/t2", "@type": "@id"}},
    {"t3": {"@id": "https://example.org/t3", "@type": "@vocab"}, "x": "https://example.org/x#"},
    {"t1": {"@id": "https://example.org/l", "@container": "@list"}},
    {"t2": {"@id": "https://example.org/m", "@container": "@language"}},
    {"urn": "https://example.org/urn#"},
)


def documents(seed: int, count: int) -> Iterator[JsonObject]:
    """So many documents, in families of one shape in a mixed order."""
    random = Random(seed)  # noqa: S311 - tests, not secrets
    open_families: list[JsonObject] = []
    for _ in range(count):
        if len(open_families) < 3 or random.random() < 1 / FAMILY:
            open_families.append(_new_shape(random))
        if len(open_families) > 6:
            del open_families[random.randrange(len(open_families))]
        yield _refilled(random.choice(open_families), random)


def _new_shape(random: Random) -> JsonObject:
    make: Callable[[Random], JsonObject] = random.choice((_anything, _anything, _badge))
    return make(random)


def _anything(random: Random) -> JsonObject:
    contexts: list[object] = [CREDENTIALS_V2, UNDEFINED_TERMS]
    if random.random() < 0.05:
        contexts.append(copy.deepcopy(random.choice(_OWN_CONTEXTS)))
    if random.random() < 0.03:
        contexts.remove(UNDEFINED_TERMS)
    document: JsonObject = {"@context": contexts}
    if random.random() < 0.8:
        document["id"] = "<address>"
    document.update(_members(random, depth=0))
    return document


def _members(random: Random, *, depth: int) -> JsonObject:
    made: JsonObject = {}
    for number in random.sample(range(1, 7), random.randint(1, 4)):
        made[f"t{number}"] = _value(random, depth=depth)
    if random.random() < 0.3:
        made["name"] = _value(random, depth=depth)
    if random.random() < 0.4:
        made["type"] = random.choice(
            ("T1", ["T1"], ["T2", "T1"], ["T1", "T1"], "urn:t", ["VerifiableCredential", "T1"], [])
        )
    return made


def _value(random: Random, *, depth: int) -> object:
    kinds: list[Callable[[Random], object]] = [_text, _text, _text, _number, _boolean, _in_language]
    if depth < 3:
        kinds += [
            lambda random: _several(random, depth=depth + 1),
            lambda random: _members(random, depth=depth + 1),
            lambda random: {"id": "<address>", **_members(random, depth=depth + 1)},
            lambda random: {"@list": _several(random, depth=depth + 1)},
            lambda random: {"id": "<address>"},
        ]
    if random.random() < 0.02:
        return random.choice((None, {}, [], {"@set": []}, {"@value": None}, {"@type": "@id"}, [[]]))
    return random.choice(kinds)(random)


def _several(random: Random, *, depth: int) -> list[object]:
    if random.random() < 0.5:  # of one form, so that they may tie or repeat
        return [copy.deepcopy(_value(random, depth=depth))] * random.randint(1, 3)
    return [_value(random, depth=depth) for _ in range(random.randint(0, 3))]


def _text(_: Random) -> object:
    return "<text>"


def _number(random: Random) -> object:
    return random.choice(("<number>", {"@value": "<number>", "@type": "urn:number"}))


def _boolean(random: Random) -> object:
    return random.choice((True, False))


def _in_language(random: Random) -> object:
    languages = _ODD_LANGUAGES if random.random() < 0.03 else _LANGUAGES
    value: JsonObject = {"@value": "<text>"}
    kind = random.randrange(5)
    if kind < 3:
        value["@language"] = random.choice(languages)
    if kind in {1, 3}:
        value["@direction"] = random.choice(("ltr", "rtl"))
    if kind == 4:
        value["@type"] = random.choice(
            ("urn:t", "http://www.w3.org/2001/XMLSchema#date", "@json", "relative")
        )
    return value


def _badge(random: Random) -> JsonObject:
    def some(*names: str) -> JsonObject:
        return {name: "<text>" for name in names if random.random() < 0.6}

    def several(make: Callable[[], JsonObject]) -> list[object]:
        return [make() for _ in range(random.randint(0, 3))]

    def alignment() -> JsonObject:
        return {"type": ["Alignment"], "targetUrl": "<address>", **some("targetName", "targetCode")}

    subject: JsonObject = {
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "<address>",
            "type": ["Achievement"],
            **some("name", "description", "humanCode", "version"),
            "criteria": some("narrative") or {"id": "<address>"},
            "alignment": several(alignment),
            "tag": ["<text>"] * random.randint(0, 3),
            "creditsAvailable": "<number>",
        },
        "result": several(lambda: {"type": ["Result"], "resultDescription": "<address>",
                                   **some("value")}),
        **({"creditsEarned": "<number>"} if random.random() < 0.5 else {}),
        **({"id": "<address>"} if random.random() < 0.5 else {}),
    }  # fmt: skip
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        **({"id": "<address>"} if random.random() < 0.8 else {}),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": random.choice(
            ("<address>", {"id": "<address>", "type": ["Profile"], **some("name", "url", "email")})
        ),
        "validFrom": "<text>",
        **some("name", "description"),
        **({"undefined": "<text>"} if random.random() < 0.02 else {}),
        "credentialSubject": subject,
        "evidence": several(
            lambda: {"type": ["Evidence"], **some("name", "narrative"),
                     **({"id": "<address>"} if random.random() < 0.5 else {})}
        ),
        "credentialStatus": several(
            lambda: {"id": "<address>", "type": "BitstringStatusListEntry",
                     **some("statusPurpose", "statusListIndex"),
                     "statusListCredential": "<address>"}
        ),
    }  # fmt: skip


def _refilled(shape: JsonObject, random: Random) -> JsonObject:
    hostility = random.choice((0.0, 0.0, 0.0, 0.02, 0.2))

    def fill(value: object) -> object:
        if isinstance(value, dict):
            return {name: fill(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [fill(item) for item in value]
        odd = random.random() < hostility
        if value == "<text>":
            return random.choice(_BROKEN_TEXTS) if odd else _some_text(random)
        if value == "<address>":
            return random.choice(_ODD_ADDRESSES if odd else _ADDRESSES)
        if value == "<number>":
            return random.choice(_INEXACT_NUMBERS if odd else _NUMBERS)
        return value

    filled = fill(shape)
    assert isinstance(filled, dict)
    return filled


def _some_text(random: Random) -> str:
    kind = random.randrange(10)
    if kind == 0:
        return random.choice(_TEXTS) * random.choice((1, 2, 500))
    if kind < 4:
        return "".join(random.choice(_TEXTS) for _ in range(random.randint(1, 4)))
    return random.choice(_TEXTS)
