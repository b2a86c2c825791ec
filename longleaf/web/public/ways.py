"""The reverse question, for everyone: so much is asked of me, what are my ways?"""

from fractions import Fraction

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from longleaf.basis.amount import NotAnAmountError, parse_amount
from longleaf.domain.renewal.calculator import MOST
from longleaf.domain.renewal.jurisdiction import HOME, legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.errors import NoSuchRecordError
from longleaf.records.queries.worth import Answer, answer_to, places
from longleaf.web.access import ActingRequest

NO_NUMBER = "How much is asked for is not a number above 0. Write it as 3 or 1.5."
NO_PLACE = "That place has no such category. Choose both from the lists."


@require_GET
def ways(request: ActingRequest) -> HttpResponse:
    asked = request.GET
    answer, problem = _answer(asked) if "missing" in asked else (None, "")
    found = places()
    chosen = asked.get("jurisdiction", HOME)
    place = next((one for one in found if one.name == chosen), found[0])
    return render(
        request,
        "public/ways.html",
        {
            "places": found,
            "place": place,
            "asked": {name: asked.get(name, "") for name in ("local", "category", "missing")},
            "answer": answer,
            "problem": problem,
        },
        status=400 if problem else 200,
    )


def _answer(asked: QueryDict) -> tuple[Answer | None, str]:
    try:
        missing = parse_amount(asked.get("missing", "").strip())
    except NotAnAmountError:
        return None, NO_NUMBER
    if not Fraction(0) < missing <= MOST:
        return None, NO_NUMBER
    try:
        answer = answer_to(
            asked.get("jurisdiction", HOME),
            asked.get("local", ""),
            asked.get("category", ""),
            missing,
            on=legal_day(ports().clock.now()),
        )
    except NoSuchRecordError:
        return None, NO_PLACE
    return answer, ""
