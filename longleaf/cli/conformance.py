"""`longleaf conformance`: the W3C VC API on loopback, without a database, for outside test suites.

Nothing of it is part of the site: it signs whatever it is given, with keys that end with it.
"""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import click

from longleaf.cli.conformance_profile import Profile
from longleaf.credential.document import MAX_BYTES
from longleaf.credential.vc_api import BAD_REQUEST, Answer, bad_request
from longleaf.gateways.clock import SystemClock
from longleaf.gateways.self_signed import loopback_tls

_HOST: Final = "127.0.0.1"
_NO_CONTENT: Final = 204


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), required=True, help="0 takes a free one.")
@click.option(
    "--tls", is_flag=True, help="Answer under https, with a certificate of its own making."
)
def conformance(*, port: int, tls: bool) -> None:
    """Serve the W3C VC API on this machine alone, for outside test suites.

    The keys are made at start, named in what is printed and under /, and forgotten at the end.
    Whoever can reach the port can have anything signed by them, so it listens on 127.0.0.1 only,
    and no setting of a site can switch it on there.

    Each way of securing a credential has its own /NAME/credentials/issue and its own issuer; the
    plain /credentials/issue is that of eddsa-rdfc-2022. Then: /credentials/verify, /derive,
    /status, /presentations/verify, and /1.0/identifiers/DID, a resolver of did:key. Some suites
    speak to https only: use --tls.
    """
    now = SystemClock().now
    with ThreadingHTTPServer((_HOST, port), _Handler) as server:
        server.daemon_threads = True
        if tls:
            context = loopback_tls(now=now())
            server.socket = context.wrap_socket(server.socket, server_side=True)
        base = f"http{'s' * tls}://{_HOST}:{server.server_address[1]}"
        server.profile = Profile(base, now=now)  # type: ignore[attr-defined]  # read by _Handler
        click.echo(_welcome(base, server.profile))  # type: ignore[attr-defined]  # as above
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("Ended; its keys are gone.")


def _welcome(base: str, profile: Profile) -> str:
    lines = [f"Profile “conformance” at {base}: for test suites, never for real badges."]
    lines += [
        f"  {base}{path}  {issuer}"
        for path, issuer in sorted(profile.issuers().items(), key=lambda one: one[0])
    ]
    return "\n".join([*lines, "Ctrl-C ends it."])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Longleaf-conformance"
    timeout = 30

    def do_GET(self) -> None:  # the name that http.server looks for
        self._send(self._profile.get(self.path))

    def do_POST(self) -> None:  # as above
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > MAX_BYTES:
            self.close_connection = True  # the body stays unread
            self._send(bad_request("The request has no length, or a body that is too large."))
            return
        body = self.rfile.read(int(length))
        self._send(self._profile.post(self.path, body))

    def log_message(self, format: str, *args: object) -> None:  # http.server's name
        """Say nothing: what is sent is the suite's affair."""

    @property
    def _profile(self) -> Profile:
        profile = self.server.profile  # type: ignore[attr-defined]  # set by `conformance`
        assert isinstance(profile, Profile)  # noqa: S101  # for the type
        return profile

    def _send(self, answer: Answer) -> None:
        data = b"" if answer.status == _NO_CONTENT else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        problem = answer.status >= BAD_REQUEST
        self.send_header(
            "Content-Type", "application/problem+json" if problem else "application/json"
        )
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
