"""The guarded way out, against real servers: who is asked, how long, how much, and what of it."""

import gzip
import json
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest

from longleaf.basis.ports import Fetched
from longleaf.gateways.outside import ClosedOutside, HttpsOutside, Limits
from longleaf.gateways.outside_address import is_public, system_resolver
from tests.gateways.elsewhere import HOST, Elsewhere, Say, a_site, answering, redirecting

LOOPBACK = "127.0.0.1"
BADGE = b'{"type": "Assertion"}'
USUAL = Limits()


def visitor(
    site: Elsewhere,
    *,
    names: dict[str, list[str]] | None = None,
    limits: Limits = USUAL,
    timer: Callable[[], float] = lambda: 0.0,
    tls: ssl.SSLContext | None = None,
) -> HttpsOutside:
    """Somebody who may visit the site's own loopback address and nothing else unusual."""
    known = {HOST: [LOOPBACK]} | (names or {})
    return HttpsOutside(
        ports={site.port},
        limits=limits,
        resolve=lambda host, port, seconds: known.get(host, []),
        tls=tls or site.trusting,
        timer=timer,
        loopback_for_tests=[LOOPBACK],
    )


@pytest.fixture(scope="module")
def shared() -> Iterator[Elsewhere]:
    with a_site(answering(BADGE)) as site:
        yield site


@pytest.fixture
def site(shared: Elsewhere) -> Elsewhere:
    shared.say = answering(BADGE)
    shared.asked.clear()
    shared.connections = 0
    return shared


def reason(site: Elsewhere, say: Say, **how: object) -> str:
    site.say = say
    return visitor(site, **how).fetch(site.address()).reason  # type: ignore[arg-type]  # as named above


def test_what_is_published_comes_as_it_is(site: Elsewhere) -> None:
    assert visitor(site).fetch(site.address()) == Fetched(BADGE)


def test_a_request_carries_nothing_about_anybody(site: Elsewhere) -> None:
    visitor(site).fetch(site.address("/badge.json?a=1#part"))
    head, *lines = site.asked[0].decode().rstrip().split("\r\n")
    assert head == "GET /badge.json?a=1 HTTP/1.1"
    named = {line.partition(":")[0] for line in lines}
    assert named == {"Host", "Accept", "Accept-Encoding", "User-Agent", "Connection"}


def test_the_environment_s_proxy_is_not_used(
    site: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert visitor(site).fetch(site.address()).body == BADGE


# Who is asked


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - not to listen on
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.8.8.8",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "64:ff9b::a00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:db8::1",
        "2002:a00:1::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2606:4700::5efe:10.0.0.1",
        "2606:4700:0:0:200:5efe:10.0.0.1",
        "not an address",
    ],
)
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "223.255.255.255",
        "168.63.129.17",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "2a00:1450::1",
    ],
)
def test_a_public_address_is_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://{host}:{port}/", "not_https"),
        ("ftp://{host}/", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("//{host}:{port}/", "not_https"),
        ("", "not_https"),
        ("https://", "bad_address"),
        ("https://[::1/", "bad_address"),
        ("https://{host}:99999/", "bad_address"),
        ("https://{host}:{port}/a b", "bad_address"),
        ("https://{host}:{port}/\r\nX: y", "bad_address"),
        ("https://{host}:{port}/é", "bad_address"),
        ("https://{host}:{port}/" + "a" * 2000, "bad_address"),
        ("https://ann@{host}:{port}/", "names_a_user"),
        ("https://ann:secret@{host}:{port}/", "names_a_user"),
        ("https://@{host}:{port}/", "names_a_user"),
        ("https://{host}/", "odd_port"),
        ("https://{host}:0/", "odd_port"),
        ("https://{host}:22/", "odd_port"),
        ("https://unknown.example:{port}/", "no_such_host"),
    ],
)
def test_an_address_that_must_not_be_asked_is_refused(
    site: Elsewhere, address: str, reason: str
) -> None:
    asked = address.replace("{host}", HOST).replace("{port}", str(site.port))
    assert visitor(site).fetch(asked).reason == reason
    assert site.connections == 0


def test_only_https_s_own_port_is_asked_unless_configured(site: Elsewhere) -> None:
    guarded = HttpsOutside(resolve=lambda *_: [LOOPBACK], loopback_for_tests=[LOOPBACK])
    assert guarded.fetch(site.address()).reason == "odd_port"
    assert guarded.fetch("https://a.example:443/").reason in {"not_reached", "not_verified"}


@pytest.mark.parametrize("private", ["10.0.0.1", "127.0.0.2", "::1", "169.254.169.254"])
def test_a_name_of_a_private_address_is_refused(site: Elsewhere, private: str) -> None:
    named = visitor(site, names={"inner.example": [private]})
    assert named.fetch(site.address(host="inner.example")).reason == "not_public"


def test_one_private_address_among_good_ones_speaks_against_the_name(site: Elsewhere) -> None:
    named = visitor(site, names={"both.example": [LOOPBACK, "10.0.0.1"]})
    assert named.fetch(site.address(host="both.example")).reason == "not_public"
    assert site.connections == 0


@pytest.mark.parametrize("literal", ["127.1", "0x7f.0.0.1", "2130706433", "017700000001", "0"])
def test_an_odd_way_to_write_a_loopback_address_is_seen_through(literal: str) -> None:
    guarded = HttpsOutside()
    assert guarded.fetch(f"https://{literal}/").reason in {"not_public", "no_such_host"}


def test_the_system_s_resolver_knows_loopback_and_gives_up_in_time() -> None:
    assert LOOPBACK in system_resolver("localhost", 443, 5)


def test_a_resolver_that_hangs_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def hang(*args: object, **more: object) -> list[object]:
        over.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    assert system_resolver("slow.example", 443, 0.01) == []
    over.set()


def test_the_way_for_tests_lets_nothing_but_loopback_through() -> None:
    with pytest.raises(ValueError, match="loopback"):
        HttpsOutside(loopback_for_tests=["10.0.0.1"])


def test_a_name_is_looked_up_once_and_the_connection_goes_to_what_was_checked(
    site: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that answers differently the second time (rebinding) is not asked twice."""
    answers = count()

    def rebinding(host: str, port: int, seconds: float) -> list[str]:
        return [LOOPBACK] if next(answers) == 0 else ["10.0.0.1"]

    def never(*args: object, **more: object) -> object:
        raise AssertionError

    monkeypatch.setattr(socket, "getaddrinfo", never)
    monkeypatch.setattr(socket, "create_connection", never)
    guarded = HttpsOutside(
        ports={site.port},
        resolve=rebinding,
        tls=site.trusting,
        loopback_for_tests=[LOOPBACK],
    )
    assert guarded.fetch(site.address()).body == BADGE
    assert next(answers) == 1
    assert guarded.fetch(site.address("/other")).reason == "not_public"


def test_a_certificate_must_be_for_the_name(site: Elsewhere) -> None:
    named = visitor(site, names={"other.example": [LOOPBACK]})
    assert named.fetch(site.address(host="other.example")).reason == "not_verified"
    assert site.asked == []


def test_a_certificate_must_come_from_an_authority_we_trust(site: Elsewhere) -> None:
    stranger = visitor(site, tls=ssl.create_default_context())
    assert stranger.fetch(site.address()).reason == "not_verified"


# Redirects


def test_a_redirect_is_followed(site: Elsewhere) -> None:
    def say(sock: ssl.SSLSocket, request: bytes) -> None:
        at_first = request.startswith(b"GET /badge.json ")
        (redirecting("/moved") if at_first else answering(BADGE))(sock, request)

    site.say = say
    assert visitor(site).fetch(site.address()).body == BADGE


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("https://inner.example:{port}/", "not_public"),
        ("https://meta.example:{port}/latest", "not_public"),
        ("https://127.0.0.2:{port}/", "not_public"),
        ("https://[::1]:{port}/", "not_public"),
        ("http://" + HOST + ":{port}/", "not_https"),
        ("https://" + HOST + ":22/", "odd_port"),
        ("https://ann@" + HOST + ":{port}/", "names_a_user"),
        ("https://[::1", "bad_address"),
        ("/a b", "bad_address"),
    ],
)
def test_each_redirect_is_checked_like_the_first_address(
    site: Elsewhere, to: str, why: str
) -> None:
    names = {
        "inner.example": ["10.0.0.1"],
        "meta.example": ["169.254.169.254"],
        "127.0.0.2": ["127.0.0.2"],
        "::1": ["::1"],
    }
    assert reason(site, redirecting(to.format(port=site.port)), names=names) == why
    assert len(site.asked) == 1


def test_a_circle_of_redirects_ends(site: Elsewhere) -> None:
    assert reason(site, redirecting("/badge.json")) == "too_many_redirects"
    assert len(site.asked) == USUAL.redirects + 1


# How long


def ticking(step: float) -> Callable[[], float]:
    """A clock that is further each time somebody looks."""
    moments = count(0, step)
    return lambda: float(next(moments))


def test_a_drip_of_single_bytes_does_not_hold_us(site: Elsewhere) -> None:
    def say(sock: ssl.SSLSocket, request: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        for _ in range(5000):
            sock.sendall(b" ")

    limits = replace(USUAL, total_seconds=60)
    assert reason(site, say, timer=ticking(1), limits=limits) == "too_slow"


def test_a_head_that_never_ends_does_not_hold_us(site: Elsewhere) -> None:
    def say(sock: ssl.SSLSocket, request: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            sock.sendall(b"X-%d: %s\r\n" % (number, b"a" * 5000))

    assert reason(site, say) == "garbled"


def test_a_hundred_continues_do_not_hold_us(site: Elsewhere) -> None:
    def say(sock: ssl.SSLSocket, request: bytes) -> None:
        for _ in range(1_000_000):
            sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    limits = replace(USUAL, most_bytes=1000)
    assert reason(site, say, limits=limits) == "too_large"


def test_silence_ends_the_wait(site: Elsewhere) -> None:
    limits = replace(USUAL, read_seconds=0.05)
    assert reason(site, lambda sock, request: None, limits=limits) == "too_slow"


def test_a_site_that_never_greets_ends_the_wait() -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        guarded = HttpsOutside(
            ports={silent.getsockname()[1]},
            limits=replace(USUAL, connect_seconds=0.05),
            resolve=lambda *_: [LOOPBACK],
            loopback_for_tests=[LOOPBACK],
        )
        address = f"https://{HOST}:{silent.getsockname()[1]}/"
        assert guarded.fetch(address).reason == "too_slow"


def test_a_site_that_is_not_there_is_not_reached() -> None:
    with socket.create_server((LOOPBACK, 0)) as held:
        port = held.getsockname()[1]
    guarded = HttpsOutside(
        ports={port}, resolve=lambda *_: [LOOPBACK], loopback_for_tests=[LOOPBACK]
    )
    assert guarded.fetch(f"https://{HOST}:{port}/").reason == "not_reached"


# How much


SMALL = replace(USUAL, most_bytes=1000)


def test_a_body_of_exactly_the_limit_is_read(site: Elsewhere) -> None:
    site.say = answering(b"a" * 1000)
    assert visitor(site, limits=SMALL).fetch(site.address()).body == b"a" * 1000


def test_one_byte_more_is_too_large(site: Elsewhere) -> None:
    assert reason(site, answering(b"a" * 1001), limits=SMALL) == "too_large"


def test_a_body_without_end_is_not_read_to_its_end(site: Elsewhere) -> None:
    sent = []

    def say(sock: ssl.SSLSocket, request: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            sent.append(sock.send(b"a" * 16_384))

    assert reason(site, say, limits=SMALL) == "too_large"


def test_a_packed_body_is_unpacked(site: Elsewhere) -> None:
    site.say = answering(gzip.compress(BADGE, mtime=0), Content_Encoding="gzip")
    assert visitor(site).fetch(site.address()).body == BADGE


def test_a_bomb_is_not_unpacked(site: Elsewhere) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    limits = replace(USUAL, most_bytes=1_000_000)
    assert reason(site, answering(bomb, Content_Encoding="gzip"), limits=limits) == "too_large"


@pytest.mark.parametrize(
    ("body", "packing", "why"),
    [
        (gzip.compress(BADGE, mtime=0) * 2, "gzip", "garbled"),
        (gzip.compress(BADGE, mtime=0)[:-4], "gzip", "garbled"),
        (BADGE, "gzip", "garbled"),
        (BADGE, "br", "other_packing"),
        (BADGE, "gzip, gzip", "other_packing"),
    ],
)
def test_an_odd_packing_is_refused(site: Elsewhere, body: bytes, packing: str, why: str) -> None:
    assert reason(site, answering(body, Content_Encoding=packing)) == why


def test_a_body_that_breaks_off_is_refused(site: Elsewhere) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"

    def say(sock: ssl.SSLSocket, request: bytes) -> None:
        sock.sendall(head + b"{}")
        sock.unwrap()

    assert reason(site, say) == "garbled"


def test_noise_is_not_understood(site: Elsewhere) -> None:
    assert reason(site, lambda sock, request: sock.sendall(b"\x00" * 70_000)) == "garbled"


# What of it


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("text/html; charset=utf-8", "a_web_page"),
        ("application/pdf", "other_kind"),
        ("application/octet-stream", "other_kind"),
        ("", "other_kind"),
        ("image/png", ""),
        ("image/svg+xml", ""),
        ("application/ld+json; profile=x", ""),
        ("application/vc+jwt", ""),
        ("text/plain", ""),
    ],
)
def test_a_badge_comes_as_json_token_or_picture(site: Elsewhere, kind: str, why: str) -> None:
    assert reason(site, answering(BADGE, kind=kind)) == why


def test_a_document_is_never_a_picture(site: Elsewhere) -> None:
    site.say = answering(BADGE, kind="image/png")
    guarded = visitor(site)
    assert guarded.fetch(site.address()).body == BADGE
    assert guarded.document(site.address()) is None


def test_what_is_gone_because_it_was_revoked_says_so(site: Elsewhere) -> None:
    said = b'{"id": "https://badges.elsewhere.example/1", "revoked": true}'
    site.say = answering(said, status="410 Gone")
    assert visitor(site).document(site.address()) == said


@pytest.mark.parametrize("body", [b"", b"gone", b"[]", b"{}", b'{"revoked": "yes"}', b"[" * 50_000])
def test_what_is_gone_for_any_other_reason_is_none(site: Elsewhere, body: bytes) -> None:
    assert reason(site, answering(body, status="410 Gone")) == "not_found_there"


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "204 No Content", "304 Same"])
def test_any_other_answer_is_none(site: Elsewhere, status: str) -> None:
    assert reason(site, answering(b"", status=status)) == "not_found_there"


def test_one_check_has_so_many_requests_and_no_more(site: Elsewhere) -> None:
    check = visitor(site, limits=replace(USUAL, check_requests=3)).for_one_check()
    assert check.fetch(site.address("/1")).body == BADGE
    assert check.for_one_check().document(site.address("/2")) == BADGE
    assert check.status_list(site.address("/3")) == BADGE
    assert check.fetch(site.address("/4")).reason == "asked_enough"
    assert check.document(site.address("/4")) is None
    assert check.status_list(site.address("/4")) is None
    assert len(site.asked) == 3


def test_within_one_check_a_site_is_heard_once(site: Elsewhere) -> None:
    check = visitor(site).for_one_check()
    site.say = answering(BADGE, Cache_Control="no-store")
    assert check.document(site.address()) == BADGE
    site.say = answering(b'{"type": "another"}', Cache_Control="no-store")
    assert check.for_one_check().document(site.address()) == BADGE
    assert len(site.asked) == 1


@pytest.mark.parametrize(("seconds", "body"), [(24.9, BADGE), (25.0, None)])
def test_one_check_has_so_much_time(site: Elsewhere, seconds: float, body: bytes | None) -> None:
    moment = [0.0]
    check = visitor(site, timer=lambda: moment[0]).for_one_check()
    moment[0] = seconds
    assert check.fetch(site.address()).body == body


# Politeness and the cache


def test_a_host_is_asked_so_often_and_no_oftener(site: Elsewhere) -> None:
    moment = [0.0]
    guarded = visitor(
        site, limits=replace(USUAL, per_minute=3, usual_seconds=0), timer=lambda: moment[0]
    )
    reasons = [guarded.fetch(site.address()).reason for _ in range(4)]
    assert reasons == ["", "", "", "asked_too_often"]
    moment[0] = 60.0
    assert guarded.fetch(site.address()).reason == ""


def test_more_at_once_than_we_can_bear_are_turned_away(site: Elsewhere) -> None:
    guarded = visitor(site, limits=replace(USUAL, at_once=1))
    inner: list[str] = []

    def say(sock: ssl.SSLSocket, request: bytes) -> None:
        inner.append(guarded.fetch(site.address("/second")).reason)
        answering(BADGE)(sock, request)

    site.say = say
    assert guarded.fetch(site.address()).body == BADGE
    assert inner == ["busy"]
    site.say = answering(BADGE)
    assert guarded.fetch(site.address("/third")).body == BADGE


@pytest.mark.parametrize(
    ("says", "until"),
    [
        ("max-age=100", 100),
        ("public, max-age=10", 10),
        ("max-age=99999999999999", 300),
        ("max-age=nonsense", 60),
        ("", 60),
    ],
)
def test_what_was_had_is_kept_as_long_as_its_host_allows(
    site: Elsewhere, says: str, until: int
) -> None:
    moment = [0.0]
    guarded = visitor(site, timer=lambda: moment[0])
    site.say = answering(BADGE, Cache_Control=says)
    guarded.fetch(site.address())
    moment[0] = until - 0.5
    guarded.fetch(site.address())
    assert len(site.asked) == 1
    moment[0] = until
    guarded.fetch(site.address())
    assert len(site.asked) == 2


@pytest.mark.parametrize("says", ["no-store", "private, max-age=60", "no-cache", "max-age=0"])
def test_what_must_not_be_kept_is_asked_again(site: Elsewhere, says: str) -> None:
    site.say = answering(BADGE, Cache_Control=says)
    guarded = visitor(site)
    for _ in range(2):
        guarded.fetch(site.address())
    assert len(site.asked) == 2


def test_a_status_list_is_kept_no_longer_than_it_says_itself(site: Elsewhere) -> None:
    moment = [0.0]
    guarded = visitor(site, timer=lambda: moment[0])
    body = json.dumps({"credentialSubject": {"ttl": 20_000}}).encode()
    site.say = answering(body, Cache_Control="max-age=300")
    assert guarded.status_list(site.address()) == body
    moment[0] = 19.0
    guarded.status_list(site.address())
    assert len(site.asked) == 1
    moment[0] = 20.0
    guarded.status_list(site.address())
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "body", [b"[]", b"eyJ", b"{}", b'{"credentialSubject": {"ttl": "x"}}', b"\xff"]
)
def test_a_list_that_says_nothing_of_it_is_given_all_the_same(site: Elsewhere, body: bytes) -> None:
    site.say = answering(body)
    assert visitor(site).status_list(site.address()) == body


def test_the_cache_is_bounded_in_number_and_in_size(site: Elsewhere) -> None:
    guarded = visitor(site, limits=replace(USUAL, kept=2, per_minute=1000))
    for path in ("/1", "/2", "/3", "/2", "/3", "/1"):
        guarded.fetch(site.address(path))
    assert len(site.asked) == 4
    large = visitor(site, limits=replace(USUAL, kept_bytes=len(BADGE) - 1))
    for _ in range(2):
        large.fetch(site.address())
    assert len(site.asked) == 6


# The log, and no way out at all


def test_the_log_names_the_host_and_nothing_of_the_badge(
    site: Elsewhere, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="longleaf.outside"):
        visitor(site).fetch(site.address("/amina/secret-badge?token=1"))
    (record,) = caplog.records
    fields = vars(record)["fields"]
    assert fields["host"] == HOST
    assert (fields["outcome"], fields["bytes"]) == ("had", len(BADGE))
    assert "secret" not in str(vars(record))


def test_with_the_setting_off_nothing_is_asked() -> None:
    closed = ClosedOutside().for_one_check()
    assert closed.fetch(f"https://{HOST}/").reason == "outside_closed"
    assert closed.document(f"https://{HOST}/") is None
    assert closed.status_list(f"https://{HOST}/") is None
