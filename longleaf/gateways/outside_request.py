"""One request to one checked address: encrypted, verified against the name, within limits."""

import http.client
import io
import socket
import ssl
import zlib
from collections.abc import Callable, Sequence
from email.message import Message

from longleaf.gateways.outside_refusal import NotHadError

ACCEPT = (
    "application/vc, application/vc+jwt, application/ld+json, application/json;q=0.9,"
    " image/svg+xml;q=0.5, image/png;q=0.5"
)
_MOST_ADDRESSES = 4
_CHUNK = 64 * 1024
_HEAD_BYTES = 256 * 1024
_SENTENCES = {
    "not_reached": "The other site could not be reached.",
    "not_verified": "The other site could not prove that it is the one it is called.",
    "too_slow": "The other site took too long to answer.",
    "too_large": "What is published there is too large for a badge.",
    "garbled": "The other site’s answer could not be understood.",
    "other_packing": "The other site packed its answer in a way that was not asked for.",
}


def _refusal(reason: str) -> NotHadError:
    return NotHadError(reason, _SENTENCES[reason])


class Answer:
    """What the other site said; its body is read only if it is wanted."""

    def __init__(self, response: http.client.HTTPResponse, most: int) -> None:
        self._response = response
        self._most = most
        self.status = response.status
        self.headers: Message = response.headers

    def close(self) -> None:
        """Hang up."""
        self._response.close()

    def body(self) -> bytes:
        """The whole body, unpacked.

        Raises:
            NotHadError: If it is too large, too slow, or packed in a way we did not offer.
        """
        packed = self.headers.get("Content-Encoding", "identity").strip().lower()
        if packed not in {"identity", "gzip"}:
            raise _refusal("other_packing")
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if packed == "gzip" else None
        read = bytearray()
        try:
            while chunk := self._response.read1(_CHUNK):
                # Never more than one byte beyond the limit is unpacked.
                room = self._most + 1 - len(read)
                read += chunk if unpack is None else unpack.decompress(chunk, room)
                if len(read) > self._most or (unpack is not None and unpack.unconsumed_tail):
                    raise _refusal("too_large")
        except (http.client.HTTPException, zlib.error) as error:
            raise _refusal("garbled") from error
        except OSError as error:
            raise _refusal(_why(error)) from error
        if not self._is_whole(unpack, len(read)):
            raise _refusal("garbled")
        return bytes(read)

    def _is_whole(self, unpack: "zlib._Decompress | None", size: int) -> bool:
        if unpack is not None:
            return unpack.eof and not unpack.unused_data
        said = self.headers.get("Content-Length")
        return said is None or said.strip() == str(size)


def ask(
    host: str,
    port: int,
    target: str,
    *,
    addresses: Sequence[str],
    tls: ssl.SSLContext,
    limits: tuple[float, float, int],
    deadline: float,
    timer: Callable[[], float],
) -> Answer:
    """Send one GET request to the first of these addresses that can be reached.

    Args:
        host: The name, for the certificate and the Host header; it is not looked up again.
        port: Where.
        target: Path and query.
        addresses: Checked addresses of the host.
        tls: Which certificates are trusted.
        limits: Seconds to connect, seconds of silence, and bytes of the body.
        deadline: When all must be over, by `timer`.
        timer: Seconds that never go back.

    Raises:
        NotHadError: If there is no answer within the limits.
    """
    connect_seconds, read_seconds, most = limits
    sock = _connect(addresses, port, min(timer() + connect_seconds, deadline), timer)
    try:
        sock.settimeout(max(0.001, min(connect_seconds, deadline - timer())))
        encrypted = tls.wrap_socket(sock, server_hostname=host)
    except (ssl.SSLError, ValueError) as error:  # ValueError: no name that a certificate can have
        sock.close()
        raise _refusal("not_verified") from error
    except OSError as error:
        sock.close()
        raise _refusal(_why(error)) from error
    reader = _Timed(encrypted, deadline, read_seconds, _HEAD_BYTES + most, timer)
    response = http.client.HTTPResponse(reader, method="GET")  # type: ignore[arg-type]  # it asks for makefile alone
    try:
        encrypted.sendall(_request(host, port, target))
        response.begin()
    except http.client.HTTPException as error:
        encrypted.close()
        raise _refusal("garbled") from error
    except OSError as error:
        encrypted.close()
        raise _refusal(_why(error)) from error
    return Answer(response, most)


def _connect(
    addresses: Sequence[str], port: int, deadline: float, timer: Callable[[], float]
) -> socket.socket:
    reason = "not_reached"
    for address in addresses[:_MOST_ADDRESSES]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(max(0.001, deadline - timer()))
            sock.connect((address, port))
        except OSError as error:
            sock.close()
            reason = _why(error)
        else:
            return sock
    raise _refusal(reason)


def _request(host: str, port: int, target: str) -> bytes:
    named = f"[{host}]" if ":" in host else host
    return (
        f"GET {target} HTTP/1.1\r\n"
        f"Host: {named if port == http.client.HTTPS_PORT else f'{named}:{port}'}\r\n"
        f"Accept: {ACCEPT}\r\n"
        "Accept-Encoding: gzip\r\n"
        "User-Agent: Longleaf\r\n"
        "Connection: close\r\n\r\n"
    ).encode("ascii")


class _Timed(io.RawIOBase):
    """A socket to read from until a deadline: a drip of single bytes does not move it."""

    def __init__(
        self,
        sock: ssl.SSLSocket,
        deadline: float,
        silence: float,
        most: int,
        timer: Callable[[], float],
    ) -> None:
        self._sock = sock
        self._deadline = deadline
        self._silence = silence
        self._left = most
        self._timer = timer

    def makefile(self, mode: str) -> io.BufferedReader:
        """What `http.client` reads an answer from."""
        assert mode == "rb"  # noqa: S101 - as it always does
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # narrower, as the reader calls it
        """Read what has come, within what is left of time and size."""
        seconds = self._deadline - self._timer()
        if seconds <= 0:
            raise TimeoutError
        if self._left <= 0:
            raise _TooMuchError
        self._sock.settimeout(min(seconds, self._silence))
        count = self._sock.recv_into(buffer)
        self._left -= count
        return count

    def close(self) -> None:
        """Close the connection too."""
        if not self.closed:
            self._sock.close()
        super().close()


class _TooMuchError(OSError):
    """More came than any answer may hold."""


def _why(error: OSError) -> str:
    if isinstance(error, _TooMuchError):
        return "too_large"
    return "too_slow" if isinstance(error, TimeoutError) else "not_reached"
