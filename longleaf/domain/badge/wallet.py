"""A wallet: a program of somebody else's that an educator lets read and add badges.

Open Badges 3.0, sections "Scopes" and "Dynamic Client Registration"; RFC 7591 and RFC 8252.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from longleaf.basis.problem import Problem, ProblemsError


class WalletScope(StrEnum):
    """What a wallet may be allowed; the standard's names."""

    READ_CREDENTIALS = "https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.readonly"
    ADD_CREDENTIALS = "https://purl.imsglobal.org/spec/ob/v3p0/scope/credential.upsert"
    READ_PROFILE = "https://purl.imsglobal.org/spec/ob/v3p0/scope/profile.readonly"
    CHANGE_PROFILE = "https://purl.imsglobal.org/spec/ob/v3p0/scope/profile.update"


# The standard's examples ask for it; it names no operation, and every connection lasts anyway.
OFFLINE_ACCESS = "offline_access"
KNOWN_SCOPES = (*WalletScope, OFFLINE_ACCESS)

SCOPE_WORDS: dict[str, str] = {
    WalletScope.READ_CREDENTIALS: "Read all your badges, private ones too",
    WalletScope.ADD_CREDENTIALS: "Add badges to your backpack, or replace those it added",
    WalletScope.READ_PROFILE: "Read your name and e-mail address",
    WalletScope.CHANGE_PROFILE: "Change your name on this site",
    OFFLINE_ACCESS: "Stay connected until you disconnect it",
}

GRANTS = ("authorization_code", "refresh_token")
# "none" is for programs on a person's own device, which can keep no secret (RFC 8252).
AUTHENTICATION = ("client_secret_basic", "none")
# What a registration must say (Open Badges 3.0) and may say; the rest is not kept.
REQUIRED_TEXTS = ("client_name", "software_id", "software_version")
REQUIRED_ADDRESSES = ("client_uri", "logo_uri", "tos_uri", "policy_uri")
KEPT = (*REQUIRED_TEXTS, *REQUIRED_ADDRESSES, "contacts")
LONGEST_ADDRESS = 2000
LONGEST_TEXT = 100
MOST_REDIRECTS = MOST_CONTACTS = 10
LOOPBACK = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Registration:
    """What a wallet said of itself when it registered, as far as it is kept.

    Attributes:
        scopes: What it may ever ask for: those it named that exist, in the standard's order.
        told: The rest, by the standard's names, to be given back and shown.
    """

    name: str
    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    told: Mapping[str, object]


def read_registration(metadata: Mapping[str, object]) -> Registration:
    """What a request to register says, if a wallet may register so.

    Raises:
        ProblemsError: With every reason why not.
    """
    problems = [
        *_texts(metadata),
        *_addresses(metadata),
        *_redirects(metadata),
        *_one_host(metadata),
        *_choices(metadata),
    ]
    scopes = known_scopes(str(metadata.get("scope") or ""))
    if not set(scopes) - {OFFLINE_ACCESS}:
        problems.append(
            Problem(
                "scope", "No scope of Open Badges 3.0 is named.", "Name those you will ask for."
            )
        )
    if problems:
        raise ProblemsError(problems)
    return Registration(
        name=" ".join(str(metadata["client_name"]).split()),
        scopes=scopes,
        redirect_uris=tuple(_strings(metadata["redirect_uris"])),
        told={key: metadata[key] for key in KEPT if key in metadata},
    )


def known_scopes(asked: str) -> tuple[str, ...]:
    """Those of a space-separated list that exist, once each."""
    named = set(asked.split())
    return tuple(str(scope) for scope in KNOWN_SCOPES if scope in named)


def is_registered_redirect(address: str, registered: Iterable[str]) -> bool:
    """Whether an answer may be sent to `address`: one that was registered, to the letter.

    A program on the person's own device may have another port each time (RFC 8252 §7.3).
    """
    return any(
        address == one or (_is_loopback(_split(one)) and _portless(address) == _portless(one))
        for one in registered
    )


def origin_of(address: str) -> str:
    """Scheme, host and port, as a browser's rules name a place to send a form to."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _texts(metadata: Mapping[str, object]) -> Iterable[Problem]:
    for key in REQUIRED_TEXTS:
        value = metadata.get(key)
        if not isinstance(value, str) or not value.strip():
            yield Problem(key, f"{key} is missing.", "The standard requires it.")
        elif len(value) > LONGEST_TEXT or not value.isprintable() or {"<", ">"} & set(value):
            yield Problem(key, f"{key} is not plain text, or is too long.", "Write less.")
    contacts = metadata.get("contacts", [])
    short = [one for one in _strings(contacts) if len(one) <= LONGEST_TEXT]
    if not isinstance(contacts, list) or len(short) != len(contacts) or len(short) > MOST_CONTACTS:
        yield Problem("contacts", "contacts is not a list of a few short texts.", "Send an array.")


def _addresses(metadata: Mapping[str, object]) -> Iterable[Problem]:
    for key in REQUIRED_ADDRESSES:
        value = metadata.get(key)
        parts = _split(value)
        if parts is None or parts.scheme != "https":
            yield Problem(key, f"{key} is not an https address.", "The standard requires one.")


def _redirects(metadata: Mapping[str, object]) -> Iterable[Problem]:
    given = metadata.get("redirect_uris")
    uris = _strings(given)
    if not uris or len(uris) != len(given if isinstance(given, list) else ()):
        yield Problem("redirect_uris", "redirect_uris is not a list of addresses.", "Send one.")
    elif len(uris) > MOST_REDIRECTS:
        yield Problem("redirect_uris", "These are too many.", f"Send at most {MOST_REDIRECTS}.")
    for uri in uris:
        parts = _split(uri)
        if parts is None or not (parts.scheme == "https" or _is_loopback(parts)):
            yield Problem(
                "redirect_uris",
                "An address to return to is neither https nor on the person's own device.",
                "Use https, or http://127.0.0.1 or http://[::1] for a program on the device.",
            )


def _one_host(metadata: Mapping[str, object]) -> Iterable[Problem]:
    """All addresses stand at one host (Open Badges 3.0), except those of the device itself."""
    named = [metadata.get(key) for key in REQUIRED_ADDRESSES]
    found = [_split(one) for one in (*named, *_strings(metadata.get("redirect_uris")))]
    hosts = {parts.hostname for parts in found if parts is not None and not _is_loopback(parts)}
    if len(hosts) > 1:
        yield Problem(
            "client_uri", "The addresses are at different hosts.", "Use one host for all of them."
        )


def _choices(metadata: Mapping[str, object]) -> Iterable[Problem]:
    method = metadata.get("token_endpoint_auth_method", AUTHENTICATION[0])
    if method not in AUTHENTICATION:
        yield Problem(
            "token_endpoint_auth_method",
            "There is no such way to sign in here.",
            f"Use {' or '.join(AUTHENTICATION)}.",
        )
    for key, allowed in (("grant_types", GRANTS), ("response_types", ("code",))):
        value = metadata.get(key, [])
        if not isinstance(value, list) or any(one not in allowed for one in value):
            yield Problem(
                key, f"{key} names something else than {', '.join(allowed)}.", "Leave it out."
            )


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _split(value: object) -> SplitResult | None:
    """An absolute address without a fragment, a name, a password or anything unprintable."""
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or not value.isascii():
        return None
    if not value.isprintable() or " " in value or "#" in value or "\\" in value:
        return None
    try:
        parts = urlsplit(value)
        whole = bool(parts.scheme and parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if whole and "@" not in parts.netloc and "*" not in parts.netloc else None


def _is_loopback(parts: SplitResult | None) -> bool:
    return parts is not None and parts.scheme == "http" and parts.hostname in LOOPBACK


def _portless(address: str) -> tuple[str, ...] | None:
    parts = _split(address)
    if parts is None:
        return None
    return (parts.scheme, str(parts.hostname), parts.path, parts.query)
