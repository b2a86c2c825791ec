"""The REST API, version 1: the same acts as the pages, entered through the same verbs."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError, StaleTextError
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.permission import NotPermittedError

api = NinjaAPI(
    title="Longleaf",
    version="1",
    description=(
        "Micro-credentials, submissions, reviews, awards, badges and renewal standing. "
        "Send an access token, made on your account page, as a bearer token."
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)


def refusal(
    request: HttpRequest, status: int, message: str, problems: list[dict[str, str]] | None = None
) -> HttpResponse:
    return api.create_response(
        request, {"message": message, "problems": problems or []}, status=status
    )


@api.exception_handler(NoSuchRecordError)
def no_such_record(request: HttpRequest, exc: Exception) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    return refusal(request, 404, "There is no such record, or it is not yours to see.")


@api.exception_handler(NotPermittedError)
def not_permitted(request: HttpRequest, exc: Exception) -> HttpResponse:
    return no_such_record(request, exc)


@api.exception_handler(AlreadyDoneError)
def already_done(request: HttpRequest, exc: AlreadyDoneError) -> HttpResponse:
    return refusal(request, 409, exc.what)


@api.exception_handler(StaleTextError)
def stale_text(request: HttpRequest, exc: StaleTextError) -> HttpResponse:
    return refusal(
        request, 409, f"The text was changed meanwhile; revision {exc.revision} stands there now."
    )


@api.exception_handler(ProblemsError)
def problems(request: HttpRequest, exc: ProblemsError) -> HttpResponse:
    found = [{"where": p.where, "reason": p.reason, "fix": p.fix} for p in exc.problems]
    return refusal(request, 400, "The request cannot be accepted as it is.", found)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    found = [
        {"where": ".".join(map(str, error["loc"])), "reason": str(error["msg"]), "fix": ""}
        for error in exc.errors
    ]
    return refusal(request, 400, "The request does not have the form that was expected.", found)


@api.exception_handler(AuthenticationError)
def who_are_you(request: HttpRequest, exc: Exception) -> HttpResponse:  # noqa: ARG001 - ninja's signature
    return refusal(request, 401, "Send an access token as a bearer token.")


@api.exception_handler(HttpError)
def refused(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return refusal(request, exc.status_code, str(exc))
