"""getProfile and putProfile: who the educator is to a wallet."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse

from longleaf.actions.account import change_account
from longleaf.api.ob.access import WalletRequest
from longleaf.basis.problem import Problem, ProblemsError
from longleaf.gateways.wiring import ports
from longleaf.records.queries.account import account_of

CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# What belongs to the form and may be left out or written in another way.
FORMAL = frozenset({"@context", "type"})


def get_profile(request: WalletRequest) -> HttpResponse:
    return JsonResponse(profile_of(request))


def put_profile(request: WalletRequest) -> HttpResponse:
    """Take a changed name; everything else stands as it is, and asking otherwise is refused."""
    sent = _profile_in(request)
    now = ports().clock.now()
    have = profile_of(request)
    problems = [
        Problem(key, f"{key} cannot be changed here.", "Leave it as getProfile gives it.")
        for key, value in sent.items()
        if key not in FORMAL | {"name"} and have.get(key) != value
    ]
    name = sent.get("name", "")
    if not isinstance(name, str) or not name.isprintable():
        problems.append(Problem("name", "name is not plain text.", "Send one line of it."))
    if problems:
        raise ProblemsError(problems)
    own = account_of(request.actor, on=now.date())
    change_account(by=request.actor, name=name, time_zone=own.time_zone, now=now)
    return JsonResponse(profile_of(request))


def profile_of(request: WalletRequest) -> dict[str, Any]:
    own = account_of(request.actor, on=ports().clock.now().date())
    return {
        "@context": [CONTEXT],
        "id": f"urn:uuid:{request.actor.person}",
        "type": ["Profile"],
        "name": own.name,
        "email": own.email,
    }


def _profile_in(request: WalletRequest) -> dict[str, Any]:
    """The Profile in the body.

    Raises:
        ProblemsError: If there is none.
    """
    wrong = ProblemsError([Problem("", "The body is not a Profile in JSON.", "Send the whole.")])
    if request.content_type not in {"application/json", "application/ld+json"}:
        raise wrong
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise wrong from error
    if not isinstance(sent, dict):
        raise wrong
    types = sent.get("type")
    if "Profile" not in (types if isinstance(types, list) else [types]):
        raise wrong
    return sent
