"""JSON-LD expansion that loses nothing: whatever would be dropped or renamed unnoticed is refused.

Expansion itself is PyLD's. PyLD silently drops what the contexts do not define, so a member could
be added to a signed document without the signature noticing. `_StrictProcessor` refuses instead.
It also refuses the disguises that JSON-LD allows: since contexts are not signed, a member of the
standards written under another name would keep the signature and hide from whoever reads the JSON.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NoReturn

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from longleaf.credential.contexts import load_context, pinned
from longleaf.credential.document import JsonObject, as_list
from longleaf.credential.refusal import RefusedError, TooComplexError

MAX_CONTEXTS = 64
"""How many contexts a document may bring of its own."""

MAX_NAMED_CONTEXTS = 1_000
"""How often it may name pinned ones, as a record of many credentials does."""

_REFUSED_KEYWORDS = frozenset({"@graph", "@included", "@index", "@nest", "@reverse", "@default"})
_NAMES_OF_KEYWORDS = {"@id": frozenset({"@id", "id"}), "@type": frozenset({"@type", "type"})}
_GUARDED = (
    "https://www.w3.org/2018/credentials#",
    "https://www.w3.org/ns/credentials/status#",
    "https://w3id.org/security#",
    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#",
    "https://purl.imsglobal.org/spec/vc/clr/vocab.html#",
)
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*\Z")
_NOT_A_NODE = frozenset({"@value", "@list", "@set"})
_local = threading.local()

EachNode = Callable[[Mapping[str, object], dict[str, object]], None]
"""Told of every node: the object in the document, and what it was expanded to."""


def expand(document: JsonObject, *, each_node: EachNode | None = None) -> list[object]:
    """Expand a document with the pinned contexts.

    Args:
        document: The document.
        each_node: Told of every node once it is expanded; it may add an `@id` to what it became.

    Raises:
        UnknownContextError: If it names a context that is not pinned.
        RefusedError: If a member, type or value would be dropped, or is in disguise.
    """
    inline = _check_contexts(document)
    resolver = ContextResolver(_loaded_contexts(fresh=inline), _load)
    options = {
        "base": None,
        "contextResolver": resolver,
        "documentLoader": _load,
        "processingMode": "json-ld-1.1",
    }
    try:
        expanded = _StrictProcessor(each_node).expand(document, options)
    except RefusedError:
        raise
    except JsonLdError as error:
        raise _translate(error) from error
    except RecursionError as error:  # pragma: no cover - for callers already deep in the stack
        raise TooComplexError("too_complex", "The document is nested too deep.") from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        message = "The document is not valid JSON-LD."
        raise RefusedError("not_json_ld", message) from error
    if not isinstance(expanded, list) or not expanded:
        raise RefusedError("says_nothing", "The document makes no claim at all.")
    return expanded


class _StrictProcessor(JsonLdProcessor):  # type: ignore[misc]  # PyLD has no types
    def __init__(self, each_node: EachNode | None = None) -> None:
        super().__init__()
        self._each_node = each_node

    def _expand(
        self,
        active_ctx: object,
        active_property: object,
        element: object,
        *rest: object,
        **options: object,
    ) -> object:
        if element is None:
            _refuse_null(active_property)
        if options.get("inside_list") and isinstance(element, list):
            _refuse_arrays_in(element)
        expanded = super()._expand(active_ctx, active_property, element, *rest, **options)
        if expanded is None:
            raise RefusedError(
                "dropped_value",
                f'A value of "{_short(active_property)}" means nothing in JSON-LD; '
                "a signature would not cover it.",
            )
        if (
            self._each_node is not None
            and isinstance(element, dict)
            and isinstance(expanded, dict)
            and expanded.keys().isdisjoint(_NOT_A_NODE)
        ):
            self._each_node(element, expanded)
        return expanded

    def _expand_object(
        self,
        active_ctx: object,
        active_property: object,
        expanded_active_property: object,
        element: Mapping[str, object],
        *rest: object,
        **options: object,
    ) -> object:
        for key, value in element.items():
            if key != "@context":
                self._check_member(active_ctx, key, value)
        return super()._expand_object(
            active_ctx, active_property, expanded_active_property, element, *rest, **options
        )

    def _check_member(self, active_ctx: object, key: str, value: object) -> None:
        meaning = self._expand_iri(active_ctx, key, vocab=True)
        if not isinstance(meaning, str) or (":" not in meaning and not meaning.startswith("@")):
            raise RefusedError(
                "undefined_term",
                f'The member "{_short(key)}" is not defined by the document\'s contexts; '
                "a signature would not cover it.",
            )
        if value is None:
            _refuse_null(key)
        if meaning.startswith("@"):
            _check_keyword(key, meaning, value)
        elif ":" in key and _claims_nothing(value):
            raise RefusedError(
                "dropped_value",
                f'The member "{_short(key)}" is empty; a signature would not cover it.',
            )
        elif meaning.startswith(_GUARDED):
            allowed = _names_of_standard_terms().get(meaning)
            if allowed is not None and key not in allowed:
                _refuse_disguise(key, meaning)

    def _expand_language_map(
        self, active_ctx: object, language_map: Mapping[str, object], direction: object
    ) -> object:
        for language, value in language_map.items():
            if value is None or None in as_list(value):
                _refuse_null(language)
            if language != "@none" and _LANGUAGE.match(language) is None:
                _refuse_language(language)
        return super()._expand_language_map(active_ctx, language_map, direction)


def _refuse_arrays_in(items: list[object]) -> None:
    """Refuse arrays right inside an ordered list, which implementations understand differently."""
    if any(isinstance(item, list) for item in items):
        raise RefusedError("not_json_ld", "The document has an array right inside a list.")


def _claims_nothing(value: object) -> bool:
    """Whether a value makes no claim, as an empty list.

    Behind a term of the contexts that is harmless, and common; behind an address that anybody can
    make up, it would be a member that the signature does not notice.
    """
    if isinstance(value, dict):
        return value.keys() == {"@set"} and _claims_nothing(value["@set"])
    return isinstance(value, list) and all(_claims_nothing(item) for item in value)


def _check_keyword(key: str, keyword: str, value: object) -> None:
    if keyword in _REFUSED_KEYWORDS:
        raise RefusedError(
            "rearranged",
            f'The document uses "{keyword}", which can hide what it says from readers.',
        )
    if key not in _NAMES_OF_KEYWORDS.get(keyword, (key,)):
        _refuse_disguise(key, keyword)
    if keyword == "@language" and not (isinstance(value, str) and _LANGUAGE.match(value)):
        _refuse_language(value)


def _refuse_disguise(key: str, meaning: str) -> NoReturn:
    raise RefusedError(
        "disguised_term",
        f'The member "{_short(key)}" is another name for the standard\'s {_short(meaning)}; '
        "readers of the standard would not see it.",
    )


def _refuse_language(value: object) -> NoReturn:
    raise RefusedError("not_a_language", f'"{_short(value)}" is not a language tag.')


def _refuse_null(name: object) -> NoReturn:
    raise RefusedError(
        "null_value",
        f'"{_short(name)}" is null, which says nothing; a signature would not cover it.',
    )


def _translate(error: JsonLdError) -> RefusedError:
    """PyLD wraps what a loader raises; find it again, or say what the document did wrong."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, RefusedError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return RefusedError(
        "not_json_ld", f"The document is not valid JSON-LD: {error.code or 'fault'}."
    )


def _short(value: object) -> str:
    return str(value)[:100]


def _check_contexts(document: JsonObject) -> bool:
    """Refuse contexts that are not pinned; True if any context is written into the document."""
    inline = named = 0
    for context in _contexts_in(document):
        if inline > MAX_CONTEXTS or named > MAX_NAMED_CONTEXTS:
            raise TooComplexError("too_complex", "The document brings too many contexts.")
        if isinstance(context, str):
            load_context(context)
            named += 1
        elif isinstance(context, dict) and "@context" in context:
            # Not JSON-LD, but read by every processor as what it wraps; what stands beside that
            # would be dropped.
            if len(context) > 1:
                raise RefusedError("not_json_ld", "A context of the document wraps another.")
            inline += 1
        else:
            inline += 1
    return inline > 0


def _contexts_in(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("@context", "@import"):
                yield from as_list(inner)
            yield from _contexts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _contexts_in(inner)


def _loaded_contexts(*, fresh: bool) -> dict[str, object]:
    """Contexts as PyLD has processed them, per thread, as PyLD's caches are not safe to share.

    A document that brings its own contexts gets an empty cache, so that it can neither read
    nor fill what others rely on; the kept one therefore grows no larger than the pinned contexts.
    """
    if fresh:
        return {}
    kept: dict[str, object] | None = getattr(_local, "contexts", None)
    if kept is None:
        kept = _local.contexts = {}
    return kept


def _load(url: str, _options: object) -> dict[str, object]:
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": dict(load_context(url)),
        "tag": "static",
    }


@cache
def _names_of_standard_terms() -> Mapping[str, frozenset[str]]:
    """For each IRI of the guarded vocabularies, the names that the pinned contexts give it."""
    found: dict[str, set[str]] = {}
    for url in pinned():
        _collect(load_context(url)["@context"], found)
    return {iri: frozenset(names) for iri, names in found.items()}


def _collect(context: object, found: dict[str, set[str]]) -> None:
    for part in as_list(context):
        if not isinstance(part, dict):
            continue
        for term, definition in part.items():
            target = definition.get("@id") if isinstance(definition, dict) else definition
            if isinstance(target, str) and not term.startswith("@"):
                found.setdefault(_full(target, part), set()).add(term)
            if isinstance(definition, dict):
                _collect(definition.get("@context"), found)


def _full(target: str, context: Mapping[str, object]) -> str:
    prefix, colon, suffix = target.partition(":")
    base = context.get(prefix)
    return f"{base}{suffix}" if colon and isinstance(base, str) else target
