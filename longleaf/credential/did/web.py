"""did:web: an identifier that is an https address, with ":" for "/" (did:web method)."""

import re
from urllib.parse import urlsplit

from longleaf.credential.refusal import RefusedError

PREFIX = "did:web:"
_LONGEST = 2_000
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\Z", re.ASCII)
_ALL_DIGITS = re.compile(r"(?:.*\.)?[0-9]+\Z", re.ASCII)
_PORT = re.compile(r"[1-9][0-9]{0,4}\Z", re.ASCII)
_LAST_PORT = 65_535
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+\Z", re.ASCII)
_HIDDEN = re.compile(r"%(?:[01][0-9A-F]|7F|2E|2F|5C)")  # controls, ".", "/" and "\\" in disguise


def did_web_of(address: str) -> str:
    """The did:web of an https address, without the `did.json` at its end.

    >>> did_web_of("https://badges.example:8443/issuers/northfield")
    'did:web:badges.example%3A8443:issuers:northfield'

    Raises:
        RefusedError: If the address is not https, or holds what a did:web cannot say.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _bad(address) from error
    if parts.scheme != "https" or parts.query or parts.fragment or "@" in parts.netloc:
        raise _bad(address)
    where = host if port in (None, 443) else f"{host}%3A{port}"
    path = parts.path.removesuffix("/")
    if ":" in path:
        raise _bad(address)
    did = PREFIX + where + path.replace("/", ":")
    address_of(did)
    return did


def address_of(did: str) -> str:
    """Where the document of a did:web is published.

    >>> address_of("did:web:badges.example%3A8443:issuers:northfield")
    'https://badges.example:8443/issuers/northfield/did.json'

    Raises:
        RefusedError: If it is not a did:web in its one form: a host name in small letters (no IP
            address), a port as "%3A…", and a path without empty, "." or ".." parts.
    """
    if not did.startswith(PREFIX) or len(did) > _LONGEST:
        raise _bad(did)
    where, *path = did.removeprefix(PREFIX).split(":")
    host, percent, port = where.partition("%3A")
    if _HOST.match(host) is None or _ALL_DIGITS.match(host):
        raise _bad(did)
    if percent and (_PORT.match(port) is None or not int(port) <= _LAST_PORT):
        raise _bad(did)
    if not all(_is_segment(part) for part in path):
        raise _bad(did)
    base = f"https://{host}{':' if percent else ''}{port}"
    return "/".join([base, *path, "did.json"]) if path else f"{base}/.well-known/did.json"


def _is_segment(part: str) -> bool:
    return bool(_SEGMENT.match(part)) and part not in (".", "..") and not _HIDDEN.search(part)


def _bad(identifier: str) -> RefusedError:
    return RefusedError("bad_did", f"{identifier[:120]} is not a well-formed did:web identifier.")
