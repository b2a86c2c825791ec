"""The one way out: gets what others publish, from public addresses only, within limits.

Whoever hands us an address chooses whom this machine talks to. So a name is looked up once, every
address it has is checked, the connection goes to a checked address and nowhere else, and the
certificate is verified against the name; the same again at each redirect.
"""

import json
import logging
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import urljoin, urlsplit

from longleaf.basis.ports import Fetched
from longleaf.gateways.outside_address import (
    Resolver,
    is_public,
    loopback_only,
    system_resolver,
)
from longleaf.gateways.outside_check import OneCheck
from longleaf.gateways.outside_refusal import NotHadError
from longleaf.gateways.outside_request import Answer, ask

log = logging.getLogger("longleaf.outside")

REDIRECTS: Final = (301, 302, 303, 307, 308)
FOUND: Final = 200
GONE: Final = 410
JSON_KINDS: Final = frozenset(
    {
        "application/json",
        "application/vc",
        "application/vp",
        "application/jwt",
        "application/jose",
        "application/vc+jwt",
        "application/vc+jose",
        "text/plain",  # what plain file hosts call JSON
    }
)
PICTURE_KINDS: Final = frozenset({"image/png", "image/svg+xml"})
HTTPS_PORT: Final = 443
_LONGEST_ADDRESS = 2000
_PRINTABLE = frozenset(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of our time, memory and politeness an address elsewhere gets.

    Attributes:
        most_bytes: Of a body, after unpacking.
        connect_seconds: Until the connection stands, encryption included.
        read_seconds: Of silence while reading.
        total_seconds: For everything, redirects included.
        check_requests: For the check of one badge, redirects not counted.
        check_seconds: The same in time.
        redirects: How many are followed.
        per_minute: Requests to one host.
        at_once: Requests under way in this process; more are turned away, so that slow hosts
            cannot occupy every thread that serves pages.
        kept: Documents in the cache.
        kept_bytes: Of all of them together.
        kept_seconds: The longest that anything is kept, whatever its host allows.
        usual_seconds: How long what says nothing about it is kept.
    """

    most_bytes: int = 5_000_000
    connect_seconds: float = 5.0
    read_seconds: float = 5.0
    total_seconds: float = 12.0
    check_requests: int = 12
    check_seconds: float = 25.0
    redirects: int = 3
    per_minute: int = 30
    at_once: int = 6
    kept: int = 64
    kept_bytes: int = 8_000_000
    kept_seconds: float = 300.0
    usual_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    kind: str
    until: float


class ClosedOutside:
    """No way out: the setting is off."""

    def for_one_check(self) -> "ClosedOutside":
        """See `Outside.for_one_check`."""
        return self

    def fetch(self, address: str) -> Fetched:
        """See `Outside.fetch`."""
        del address
        return Fetched(
            None,
            "outside_closed",
            "This site does not fetch badges from other sites. Download the badge there, and"
            " choose its file here.",
        )

    def document(self, address: str) -> bytes | None:
        """See `Outside.document`."""
        return self.fetch(address).body

    def status_list(self, url: str) -> bytes | None:
        """See `Outside.status_list`."""
        return self.fetch(url).body


class HttpsOutside:
    """Gets documents over https from public addresses; no cookies, credentials or proxies."""

    def __init__(
        self,
        *,
        ports: Collection[int] = (HTTPS_PORT,),
        limits: Limits = Limits(),
        resolve: Resolver = system_resolver,
        tls: ssl.SSLContext | None = None,
        timer: Callable[[], float] = time.monotonic,
        loopback_for_tests: Collection[str] = (),
    ) -> None:
        """Take what may be configured, and what a test replaces.

        Args:
            ports: The ports that may be asked.
            limits: See `Limits`.
            resolve: Gives a name's addresses.
            tls: Which certificates are trusted; None for those that the system trusts.
            timer: Seconds that never go back.
            loopback_for_tests: Loopback addresses that a test's own server listens on. No setting
                leads here.

        Raises:
            ValueError: If one of `loopback_for_tests` is not a loopback address.
        """
        self._ports = frozenset(ports)
        self._limits = limits
        self._resolve = resolve
        self._tls = tls or ssl.create_default_context()
        self._timer = timer
        self._loopback = loopback_only(loopback_for_tests)
        self._lock = threading.Lock()
        self._under_way = threading.BoundedSemaphore(limits.at_once)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._asked: OrderedDict[str, list[float]] = OrderedDict()

    def for_one_check(self) -> OneCheck:
        """See `Outside.for_one_check`."""
        return OneCheck(
            self,
            requests=self._limits.check_requests,
            seconds=self._limits.check_seconds,
            timer=self._timer,
        )

    def fetch(self, address: str) -> Fetched:
        """See `Outside.fetch`."""
        return self._try(address, JSON_KINDS | PICTURE_KINDS)

    def document(self, address: str) -> bytes | None:
        """See `Outside.document`."""
        return self._try(address, JSON_KINDS).body

    def status_list(self, url: str) -> bytes | None:
        """See `Outside.status_list`; kept no longer than the list itself allows (its `ttl`)."""
        body = self._try(url, JSON_KINDS).body
        if body is not None:
            self._shorten(url, body)
        return body

    def _try(self, address: str, kinds: frozenset[str]) -> Fetched:
        began = self._timer()
        host = ""
        try:
            host = _host_of(address)
            body = self._get(address, kinds, deadline=began + self._limits.total_seconds)
        except NotHadError as error:
            self._note(host, error.reason, 0, began)
            return Fetched(None, error.reason, error.sentence)
        self._note(host, "had", len(body), began)
        return Fetched(body)

    def _note(self, host: str, outcome: str, size: int, began: float) -> None:
        # The host alone: a path may be somebody's badge.
        seconds = round(self._timer() - began, 3)
        fields = {"host": host[:253], "outcome": outcome, "bytes": size, "seconds": seconds}
        log.info("asked elsewhere", extra={"fields": fields})

    def _get(self, address: str, kinds: frozenset[str], *, deadline: float) -> bytes:
        kept = self._from_cache(address)
        if kept is not None:
            _require_kind(kept.kind, kinds)
            return kept.body
        if not self._under_way.acquire(blocking=False):
            raise NotHadError("busy", "Too many addresses are being asked just now. Try again.")
        try:
            return self._follow(address, kinds, deadline=deadline)
        finally:
            self._under_way.release()

    def _follow(self, address: str, kinds: frozenset[str], *, deadline: float) -> bytes:
        asked = address
        for _ in range(self._limits.redirects + 1):
            with closing(self._ask(asked, deadline=deadline)) as answer:
                if answer.status in REDIRECTS:
                    asked = _joined(asked, answer.headers.get("Location", ""))
                    continue
                if answer.status == GONE and (notice := _revocation_in(answer)) is not None:
                    return notice  # not kept: it is short, and asked for once in a check
                if answer.status != FOUND:
                    raise NotHadError(
                        "not_found_there",
                        f"The other site answered {answer.status}: nothing can be had there.",
                    )
                kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
                _require_kind(kind, kinds)
                body = answer.body()
                self._keep(address, body, kind, _seconds_to_keep(answer.headers, self._limits))
                return body
        raise NotHadError("too_many_redirects", "The address sends on and on to other addresses.")

    def _ask(self, address: str, *, deadline: float) -> Answer:
        """One request: the address is checked here, whether it was given or redirected to."""
        host, port = self._allowed(address)
        self._limit_rate(host)
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return ask(
            host,
            port,
            target,
            addresses=self._addresses(host, port, deadline),
            tls=self._tls,
            limits=(
                self._limits.connect_seconds,
                self._limits.read_seconds,
                self._limits.most_bytes,
            ),
            deadline=deadline,
            timer=self._timer,
        )

    def _allowed(self, address: str) -> tuple[str, int]:
        """The host and port, if such an address may be asked at all."""
        if len(address) > _LONGEST_ADDRESS or not set(address) <= _PRINTABLE:
            raise NotHadError("bad_address", "This is not a web address that can be asked.")
        host = _host_of(address)
        parts = urlsplit(address)
        if parts.username is not None or parts.password is not None or "@" in parts.netloc:
            raise NotHadError("names_a_user", "An address with a user name in it is not asked.")
        port = HTTPS_PORT if parts.port is None else parts.port
        if port not in self._ports:
            raise NotHadError("odd_port", f"Port {port} of other sites is not asked.")
        return host, port

    def _addresses(self, host: str, port: int, deadline: float) -> list[str]:
        """All addresses of a name; one that is not public speaks against all of them."""
        found = self._resolve(host, port, deadline - self._timer())
        if not found:
            raise NotHadError("no_such_host", "There is no site of that name, as far as we know.")
        if not all(is_public(one) or one in self._loopback for one in found):
            raise NotHadError("not_public", "This address is not on the public internet.")
        return found

    def _limit_rate(self, host: str) -> None:
        now = self._timer()
        with self._lock:
            recent = [at for at in self._asked.pop(host, []) if at > now - 60]
            if len(recent) >= self._limits.per_minute:
                self._asked[host] = recent
                raise NotHadError(
                    "asked_too_often", "The other site was asked very often just now. Try later."
                )
            self._asked[host] = [*recent, now]
            while len(self._asked) > _MOST_HOSTS:
                self._asked.popitem(last=False)

    def _from_cache(self, address: str) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(address)
            if kept is None or kept.until <= self._timer():
                self._kept.pop(address, None)
                return None
            self._kept.move_to_end(address)
            return kept

    def _keep(self, address: str, body: bytes, kind: str, seconds: float) -> None:
        if seconds <= 0 or len(body) > self._limits.kept_bytes:
            return
        with self._lock:
            self._kept[address] = _Kept(body, kind, self._timer() + seconds)
            self._kept.move_to_end(address)
            while (
                len(self._kept) > self._limits.kept
                or sum(len(one.body) for one in self._kept.values()) > self._limits.kept_bytes
            ):
                self._kept.popitem(last=False)

    def _shorten(self, address: str, body: bytes) -> None:
        """Keep a status list no longer than it says of itself."""
        seconds = _ttl_of(body)
        with self._lock:
            kept = self._kept.get(address)
            if kept is not None and seconds is not None:
                until = min(kept.until, self._timer() + seconds)
                self._kept[address] = _Kept(kept.body, kept.kind, until)


_MOST_HOSTS = 1000


def _host_of(address: str) -> str:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise NotHadError("bad_address", "This is not a web address that can be asked.") from None
    if parts.scheme != "https":
        raise NotHadError("not_https", "Only addresses that begin with https:// are asked.")
    if not host:
        raise NotHadError("bad_address", "This is not a web address that can be asked.")
    return host.rstrip(".")


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        raise NotHadError("bad_address", "The other site sends on to no web address.") from None


def _require_kind(kind: str, kinds: frozenset[str]) -> None:
    if kind in kinds or (kind.startswith("application/") and kind.endswith("+json")):
        return
    if kind == "text/html":
        raise NotHadError(
            "a_web_page",
            "There is a web page at this address, not the badge itself. Download the badge there,"
            " and choose its file here.",
        )
    raise NotHadError("other_kind", "What is published there is not a badge or a document of one.")


def _revocation_in(answer: Answer) -> bytes | None:
    """What is said of a badge that was revoked: Open Badges 2.0 has it hosted on, as 410 Gone.

    None if it says anything else; that something is gone does not say that it was revoked.
    """
    body = answer.body()
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(said, dict) and said.get("revoked") is True else None


def _seconds_to_keep(headers: Message, limits: Limits) -> float:
    """What the host allows (Cache-Control, RFC 9111), within our own limit."""
    said: dict[str, str] = {}
    for part in headers.get("Cache-Control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        said[name] = value.strip('"')
    if said.keys() & {"no-store", "no-cache", "private"}:
        return 0.0
    age = said.get("max-age", "")
    if age.isascii() and age.isdigit():
        return min(float(age[:9]), limits.kept_seconds)
    return limits.usual_seconds


def _ttl_of(body: bytes) -> float | None:
    """How long a status list may be kept, in seconds (its `ttl` is in milliseconds)."""
    try:
        ttl = json.loads(body)["credentialSubject"]["ttl"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return max(0.0, ttl / 1000) if isinstance(ttl, int | float) else None
