"""A site elsewhere, for tests: a real TLS server on loopback, with a test's own authority."""

import datetime
import ipaddress
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "badges.elsewhere.example"
Say = Callable[[ssl.SSLSocket, bytes], None]


@dataclass
class Elsewhere:
    """A server: what it says to whoever asks, and what it was asked.

    Attributes:
        trusting: The side of a visitor who trusts the test's authority.
    """

    say: Say
    trusting: ssl.SSLContext
    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    connections: int = 0

    def address(self, path: str = "/badge.json", host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"


def answering(
    body: bytes,
    *,
    status: str = "200 OK",
    kind: str = "application/json",
    **headers: str,
) -> Say:
    """Say this one thing to everybody; headers by name, with _ for -."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    whole = "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def say(sock: ssl.SSLSocket, request: bytes) -> None:
        sock.sendall(whole)

    return say


def redirecting(to: str) -> Say:
    return answering(b"", status="302 Found", Location=to)


@contextmanager
def a_site(say: Say, *, named: str = HOST) -> Iterator[Elsewhere]:
    """Serve until the block ends; each visitor in a thread of its own."""
    with tempfile.TemporaryDirectory() as folder:
        offering, trusting = certificates(Path(folder), named)
    site = Elsewhere(say, trusting)
    listening = socket.create_server(("127.0.0.1", 0))
    site.port = listening.getsockname()[1]
    threads: list[threading.Thread] = []

    def visit(plain: socket.socket) -> None:
        with suppress(OSError), offering.wrap_socket(plain, server_side=True) as visitor:
            visitor.settimeout(10)
            request = b""
            while b"\r\n\r\n" not in request and (more := visitor.recv(4096)):
                request += more
            site.asked.append(request)
            site.say(visitor, request)
            # Wait for the visitor to hang up, so that what was said is not cut off.
            visitor.settimeout(2)
            visitor.recv(1)
        plain.close()

    def listen() -> None:
        with suppress(OSError):
            while True:
                plain, _ = listening.accept()
                site.connections += 1
                thread = threading.Thread(target=visit, args=(plain,), daemon=True)
                threads.append(thread)
                thread.start()

    accepting = threading.Thread(target=listen, daemon=True)
    accepting.start()
    try:
        yield site
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        for thread in [accepting, *threads]:
            thread.join(timeout=5)


def certificates(folder: Path, named: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's certificate for a name, and a visitor who trusts whoever signed it."""
    authority = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A test's own authority")])
    root = _signed(issuer, issuer, authority, authority, [x509.BasicConstraints(True, None)])
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName(
        [x509.DNSName(named), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, named)])
    leaf = _signed(subject, issuer, key, authority, [names])
    pem = folder / "site.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + leaf.public_bytes(serialization.Encoding.PEM)
    )
    offering = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offering.load_cert_chain(pem)
    trusting = ssl.create_default_context(
        cadata=root.public_bytes(serialization.Encoding.PEM).decode()
    )
    return offering, trusting


def _signed(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    extensions: list[x509.ExtensionType],
) -> x509.Certificate:
    began = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + datetime.timedelta(days=36_500))
    )
    for extension in extensions:
        critical = isinstance(extension, x509.BasicConstraints)
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(by, hashes.SHA256())
