"""Where an issuer's assertions may be published (Open Badges 2.0, Hosted Verification)."""

from urllib.parse import SplitResult, urlsplit

from longleaf.credential.document import JsonObject, as_list, members


def is_web_address(value: object) -> bool:
    """Whether this is an http or https address."""
    return isinstance(value, str) and origin_of(value) != ""


def origin_of(address: str) -> str:
    """Scheme, host and port, in one form; "" if it is no web address."""
    parts = _split(address)
    if parts is None:
        return ""
    return f"{parts.scheme}://{_host(parts)}"


def is_published_by(assertion: str, *, issuer: JsonObject) -> bool:
    """Whether an assertion at this address is within the scope that the issuer names.

    Without instructions in the profile, that is the host of the profile itself. `startsWith`
    narrows to addresses, `allowedOrigins` names hosts; where both stand, both must agree.
    """
    parts = _split(assertion)
    home = _split(str(issuer.get("id")))
    if parts is None:
        return False
    rules = members(issuer.get("verification"))
    beginnings = [text for text in as_list(rules.get("startsWith")) if isinstance(text, str)]
    origins = [text for text in as_list(rules.get("allowedOrigins")) if isinstance(text, str)]
    if beginnings and not any(_begins(assertion, beginning) for beginning in beginnings):
        return False
    if origins:
        return any(_is_host(parts, origin) for origin in origins)
    return bool(beginnings) or (home is not None and _host(parts) == _host(home))


def _begins(address: str, beginning: str) -> bool:
    """Whether an address lies below another, which must name at least a whole host."""
    wanted = _split(beginning)
    if wanted is None or origin_of(address) != origin_of(beginning) or _climbs(address):
        return False
    return address.startswith(beginning)


def _climbs(address: str) -> bool:
    """Whether a path leaves the folder that it seems to be in."""
    path = urlsplit(address).path.lower().replace("%2e", ".")
    return ".." in path.split("/")


def _is_host(parts: SplitResult, allowed: str) -> bool:
    wanted = _split(allowed if "://" in allowed else f"{parts.scheme}://{allowed}")
    return wanted is not None and _host(parts) == _host(wanted)


def _host(parts: SplitResult) -> str:
    usual = {"https": 443, "http": 80}[parts.scheme]
    port = parts.port or usual
    return (parts.hostname or "") + ("" if port == usual else f":{port}")


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    has_user = parts.username is not None or parts.password is not None
    has_odd_signs = any(sign in address for sign in "\\\t\r\n ")
    return parts if usable and not has_user and not has_odd_signs else None
