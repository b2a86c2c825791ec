"""How an operation is declared: its name is its function's, and its row stands in `api.access`."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router, Schema

from longleaf.api.access import Door
from longleaf.domain.organization.actor import Actor
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports

Operation = TypeVar("Operation", bound=Callable[..., Any])


class ApiRequest(HttpRequest):
    """A request whose actor the door has found."""

    actor: Actor


class ProblemOut(Schema):
    where: str
    reason: str
    fix: str


class Refusal(Schema):
    """Every error of this API."""

    message: str
    problems: list[ProblemOut] = []


def today() -> date:
    """The day that the law goes by."""
    return legal_day(ports().clock.now())


def operation(
    router: Router, method: str, path: str, *, response: Any, status: int = 200, summary: str
) -> Callable[[Operation], Operation]:
    """Register a function as the operation of its own name, behind its own door."""

    def register(function: Operation) -> Operation:
        router.api_operation(
            [method],
            path,
            response={
                status: response,
                frozenset({400, 401, 403, 404, 409}): Refusal,
            },
            operation_id=function.__name__,
            url_name=function.__name__,
            summary=summary,
            auth=Door(function.__name__),
        )(function)
        return function

    return register
