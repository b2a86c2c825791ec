"""Which scope opens which operation; an operation that is not named here is refused."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.wallet import note_use
from longleaf.api.ob.status import status_info
from longleaf.basis.problem import ProblemsError
from longleaf.domain.badge.wallet import WalletScope
from longleaf.domain.organization.access import EDUCATOR
from longleaf.domain.organization.actor import Actor
from longleaf.domain.organization.permission import NotPermittedError
from longleaf.gateways.wiring import ports
from longleaf.records.queries.wallet import WalletAccess, access_with

log = logging.getLogger("longleaf.api")

# The standard's names; None is open to everyone.
OB_ACCESS: dict[str, WalletScope | None] = {
    "getServiceDescription": None,
    "getCredentials": WalletScope.READ_CREDENTIALS,
    "upsertCredential": WalletScope.ADD_CREDENTIALS,
    "getProfile": WalletScope.READ_PROFILE,
    "putProfile": WalletScope.CHANGE_PROFILE,
}


class WalletRequest(HttpRequest):
    """A request whose token is known to hold."""

    actor: Actor
    connection: UUID


Operation = Callable[[WalletRequest], HttpResponse]


class BadParameterError(ValueError):
    """A parameter of the address is not of the form that the standard gives it."""


def endpoint(**operations: tuple[str, Operation]) -> Callable[..., HttpResponseBase]:
    """A view of one address: for each method, the name of its operation and the operation."""

    @csrf_exempt
    def view(request: WalletRequest) -> HttpResponse:
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in operations:
            return not_allowed(operations)
        name, operation = operations[method]
        refusal = admit(request, name)
        return refusal or answer(request, operation)

    return view


def admit(request: WalletRequest, name: str) -> HttpResponse | None:
    """Let the holder of a token with the operation's scope in; otherwise the refusal."""
    if name not in OB_ACCESS:
        return status_info(HTTPStatus.NOT_FOUND, "not_found", "There is no such operation.")
    scope = OB_ACCESS[name]
    if scope is None:
        return None
    access = token_of(request)
    if access is None:
        return unauthorized(request)
    if scope not in access.scopes or not EDUCATOR.admits(access.actor):
        return forbidden(scope)
    request.actor, request.connection = access.actor, access.connection
    note_use(connection=access.connection, now=ports().clock.now())
    return None


def answer(request: WalletRequest, operation: Operation) -> HttpResponse:
    """What the operation says, or what stood in its way."""
    try:
        response = operation(request)
    except BadParameterError as error:
        return status_info(HTTPStatus.BAD_REQUEST, "invalid_query_parameter", str(error))
    except ProblemsError as error:
        said = " ".join(map(str, error.problems))
        return status_info(HTTPStatus.BAD_REQUEST, "invalid_data", said)
    except (NoSuchRecordError, NotPermittedError):
        return status_info(HTTPStatus.NOT_FOUND, "not_found", "There is no such record.")
    except Exception:
        # The standard wants its own body for this too; the fault itself goes to the log.
        log.exception("fault in the Open Badges API")
        return status_info(
            HTTPStatus.INTERNAL_SERVER_ERROR, "internal_server_error", "This is a fault of ours."
        )
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_store=True)
    return response


def token_of(request: HttpRequest) -> WalletAccess | None:
    """What the bearer token in the header allows; one elsewhere is not looked at."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    return access_with(token.strip(), now=ports().clock.now())


def unauthorized(request: HttpRequest) -> HttpResponse:
    response = status_info(
        HTTPStatus.UNAUTHORIZED, "unauthorizedrequest", "Send an access token that holds."
    )
    error = ', error="invalid_token"' if "Authorization" in request.headers else ""
    response["WWW-Authenticate"] = f'Bearer realm="{settings.BASE_URL}"{error}'
    return response


def forbidden(scope: WalletScope) -> HttpResponse:
    response = status_info(
        HTTPStatus.FORBIDDEN, "forbidden", f"The educator has not allowed this: {scope}"
    )
    response["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{scope}"'
    return response


def not_allowed(operations: dict[str, tuple[str, Operation]]) -> HttpResponse:
    allowed = ", ".join(sorted(operations))
    response = status_info(
        HTTPStatus.METHOD_NOT_ALLOWED, "not_allowed", f"This address takes {allowed}."
    )
    response["Allow"] = allowed
    return response
