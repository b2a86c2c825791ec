"""Runs IMS Global's validator of Open Badges 2.0 (PyPI `openbadges`) in its own environment.

Reads from standard input what a fictional site publishes, and the badge's address; a
server on the loopback address stands for that site. Writes the validator's report. Nothing else is
asked: the one vocabulary comes from the validator's own package.
"""

import base64
import http.server
import json
import sys
import threading
from importlib import import_module

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def main() -> None:
    """Serve, validate, and print."""
    request = json.loads(sys.stdin.read())
    published: dict[str, bytes] = {}

    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_picture = self.path.endswith(".png")
            body = PIXEL if is_picture else published.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "image/png" if is_picture else "application/ld+json")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    here = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    moved = json.loads(json.dumps(request).replace(request["site"], here))
    for address, document in moved["documents"].items():
        published[address.removeprefix(here)] = json.dumps(document).encode()
    report = validate(moved["given"], moved["email"])
    server.shutdown()
    sys.stdout.write(json.dumps(report))


def validate(given: str, email: str) -> object:
    """The validator's report on an address or a document as JSON text."""
    package = import_module("openbadges")  # installed only in the environment of its own
    verifier = import_module("openbadges.verifier.verifier")
    context = import_module("openbadges.verifier.openbadges_context")
    loader = import_module("openbadges.verifier.utils").CachableDocumentLoader

    class OfThePackage(loader):  # type: ignore[misc,valid-type]  # it has no types
        """Knows the one vocabulary, and answers as later releases of PyLD ask."""

        def __call__(self, url: str, *_: object) -> object:
            if url == context.OPENBADGES_CONTEXT_V2_URI:
                return {
                    "contentType": "application/ld+json",
                    "contextUrl": None,
                    "documentUrl": url,
                    "document": context.OPENBADGES_CONTEXT_V2_DICT,
                }
            return super().__call__(url)

    verifier.CachableDocumentLoader = OfThePackage  # type: ignore[attr-defined]  # replaced
    report: object = package.verify(given, recipient_profile={"email": email})["report"]
    return report


if __name__ == "__main__":
    main()
