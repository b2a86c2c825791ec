"""Lets wallets that run in a browser ask, whatever site they come from (the Fetch standard's CORS).

What opens anything here is a bearer token, which a browser never sends by itself; so any origin
may ask. Cookies are not wanted: credentials are not allowed, and a browser withholds the answer of
a request that carries them.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase

KEPT_SECONDS: Final = 3600
TAKEN: Final = "Authorization, Content-Type"
SHOWN: Final = "Link, X-Total-Count, WWW-Authenticate"
View = Callable[..., HttpResponseBase]


def for_browsers(view: View, *methods: str) -> View:
    """The view, with leave for pages of other sites to ask it by these methods."""

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponseBase:
        is_preflight = (
            request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        )
        response = _preflight(methods) if is_preflight else view(request)
        if "Origin" in request.headers:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = SHOWN
        return response

    return asked


def _preflight(methods: tuple[str, ...]) -> HttpResponse:
    """What a browser asks before it sends anything of its own."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Access-Control-Allow-Methods"] = ", ".join(methods)
    response["Access-Control-Allow-Headers"] = TAKEN
    response["Access-Control-Max-Age"] = str(KEPT_SECONDS)
    return response
