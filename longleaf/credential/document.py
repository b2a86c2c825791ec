"""JSON documents, read strictly: what two readers could understand differently is refused."""

import json
import math
import re
from collections.abc import Mapping

import orjson

from longleaf.credential.compiled import or_compiled
from longleaf.credential.refusal import RefusedError, TooComplexError

JsonObject = dict[str, object]

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 48
MAX_VALUES = 5_000
MAX_VALUES_OF_A_RECORD = 25_000
"""For a learner record, which holds whole badges: about a hundred of them."""
_MOST_BITS = 1_000
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)
_UNPAIRED = re.compile("[\ud800-\udfff]")
_START_OF_JWS = re.compile(rb"e[w-z]")  # "{", as it is written there
BASE64URL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_USUAL_TYPES = {dict, list, str, bool, type(None)}
_SPACES = b" \t\r\n"
_MISSING = object()


def read_document(raw: bytes | str) -> JsonObject:
    """Read one JSON object from UTF-8.

    Duplicate member names, NaN and infinities, numbers that no double holds exactly, unpaired
    surrogates, and anything larger or deeper than the limits are refused (RFC 7493, I-JSON).

    Raises:
        RefusedError: With the reason.
        TooComplexError: If it is over a limit.
    """
    return limited(parse_document(raw))


def parse_document(raw: bytes | str) -> object:
    """Read JSON as `read_document` does, but for the limits on what it holds.

    Raises:
        RefusedError: If it is not JSON that all readers read alike.
        TooComplexError: If it is too large or deep to be read.
    """
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    if len(data) > MAX_BYTES:
        raise TooComplexError("too_large", f"The document is larger than {MAX_BYTES:,} bytes.")
    written = _parsed_fast(data)
    if written is not None:
        return written
    data = data.removeprefix(b"\xef\xbb\xbf")
    _limit_depth_of_text(data)
    try:
        value: object = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object_without_duplicates,
            parse_constant=_refuse_constant,
        )
    except RefusedError:
        raise
    except (ValueError, RecursionError) as error:  # also bad UTF-8 and integers of many digits
        message = "This is not a JSON document, or it is cut off."
        fix = "Download it again from where it is published."
        raise RefusedError("not_json", message, fix) from error
    return value


def looks_like_jws(raw: bytes | str) -> bool:
    """Whether this is a compact JSON Web Signature rather than JSON."""
    data = (raw.encode("ascii", "replace") if isinstance(raw, str) else raw).strip(_SPACES)
    return _START_OF_JWS.match(data) is not None and data.translate(None, BASE64URL) == b".."


def limited(value: object, *, beside: int = 0) -> JsonObject:
    """Check a document that is already parsed against the same limits.

    Args:
        value: The document.
        beside: How many values of the same document were counted elsewhere.

    Raises:
        RefusedError: If it is not an object of plain JSON values.
        TooComplexError: If it is over a limit.
    """
    if not isinstance(value, dict):
        raise not_an_object()
    is_record = "ClrCredential" in as_list(value.get("type"))
    most = MAX_VALUES_OF_A_RECORD if is_record else MAX_VALUES
    if 0 <= counted(value, MAX_DEPTH - 1) <= most - beside:
        return value
    level: list[object] = [value]
    texts: list[object] = []
    count = beside
    for _ in range(MAX_DEPTH - 1):
        inner: list[object] = []
        for container in level:
            if isinstance(container, dict):
                texts += container
                count += len(container)
                inner += container.values()
            elif isinstance(container, list):
                inner += container
        count += len(inner)
        if count > most:
            raise _too_complex(most)
        level = _containers(inner, texts)
        if not level:
            break
    if any(level):
        raise _too_complex(most)
    _refuse_broken(texts)
    return value


@or_compiled
def counted(value: object, depth: int, /) -> int:
    """How many members and values there are in plain JSON no deeper than this.

    -1 if that takes a closer look, as it always does without the compiled part.
    """
    del value, depth
    return -1


def members(value: object) -> Mapping[str, object]:
    """The members of an object; none for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """A value or an array of values as a list; an absent value (None) as an empty one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def identifier_of(value: object) -> str | None:
    """The `id` of an object, or the string itself where the standards allow either."""
    found = value if isinstance(value, str) else members(value).get("id")
    return found if isinstance(found, str) else None


def _containers(values: list[object], texts: list[object]) -> list[object]:
    """The objects and arrays among values; their texts are added to `texts`, others checked."""
    if set(map(type, values)) <= _USUAL_TYPES:
        texts += [value for value in values if type(value) is str]
        return [value for value in values if type(value) is dict or type(value) is list]
    for value in values:
        refuse_inexact(value)
    return [value for value in values if isinstance(value, dict | list)]


def _refuse_broken(texts: list[object]) -> None:
    """Refuse texts with half a character, and names that are no texts. No half is printable."""
    if set(map(type, texts)) <= {str} and "".join(texts).isprintable():  # type: ignore[arg-type]  # they are
        return
    for text in texts:
        refuse_inexact(text if isinstance(text, str) else _MISSING)


def not_an_object() -> RefusedError:
    """What is said of JSON that is no object."""
    return RefusedError("not_an_object", "The document is not a JSON object.")


def _too_complex(most: int) -> TooComplexError:
    return TooComplexError(
        "too_complex",
        f"The document holds more than {most:,} values "
        f"or is nested deeper than {MAX_DEPTH} levels.",
    )


def refuse_inexact(item: object) -> None:
    """Return for a string or number that all readers read alike, or a container.

    Raises:
        RefusedError: For half a character, a number that no double holds, and what is not JSON.
    """
    if isinstance(item, str):
        if not item.isprintable() and _UNPAIRED.search(item):  # no half character is printable
            raise RefusedError("broken_text", "The text holds half of a character (a surrogate).")
    elif isinstance(item, bool) or item is None or isinstance(item, dict | list):
        return
    elif isinstance(item, int):
        if item.bit_length() > _MOST_BITS or int(float(item)) != item:
            raise RefusedError("inexact_number", f"The number {_short(item)} is not exact in JSON.")
    elif isinstance(item, float):
        if not math.isfinite(item) or abs(item) > 1e300:  # noqa: PLR2004 - far from any real value
            raise RefusedError("inexact_number", "The document holds a number that is not finite.")
    else:
        raise RefusedError("not_json", "The document holds something that JSON cannot say.")


def _parsed_fast(data: bytes) -> object:
    """The value, if writing it again gives the same bytes; None if that takes a closer look.

    Then nothing was lost in reading: no member appears twice, and every number is written as it is
    held. Most documents are written by programs, without spaces, or with indents of two.
    """
    text = data.strip(_SPACES)
    try:
        value = orjson.loads(text)
        is_whole = orjson.dumps(value) == text or (
            orjson.dumps(value, option=orjson.OPT_INDENT_2) == text
        )
    except (orjson.JSONDecodeError, TypeError):
        return None
    return value if is_whole else None


def _short(number: int) -> str:
    return "with hundreds of digits" if number.bit_length() > 200 else str(number)  # noqa: PLR2004 - only for the message


def _object_without_duplicates(pairs: list[tuple[str, object]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RefusedError("duplicate_member", f'The member "{twice[:80]}" appears twice.')
    return found


def _refuse_constant(name: str) -> object:
    raise RefusedError("inexact_number", f"{name} is not a JSON number.")


def _limit_depth_of_text(data: bytes) -> None:
    """Refuse deep nesting before any parser recurses into it."""
    depth = 0
    for token in _TOKENS.finditer(data):
        first = data[token.start()]
        if first in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise TooComplexError(
                    "too_complex", f"The document is nested deeper than {MAX_DEPTH} levels."
                )
        elif first in b"]}":
            depth -= 1
