"""Where the Department keeps its registry: who is on record, and what it says of each."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.recognition import (
    Withdrawal,
    describe_issuer,
    make_statement,
    register_issuer,
    withdraw_statement,
)
from longleaf.basis.problem import ProblemsError
from longleaf.credential.registry import Saying
from longleaf.domain.renewal.jurisdiction import legal_day
from longleaf.gateways.wiring import ports
from longleaf.records.queries import trust as queries
from longleaf.web.access import ActingRequest
from longleaf.web.department.issuer_forms import (
    IssuerForm,
    RegisterForm,
    StatementForm,
    WithdrawForm,
)
from longleaf.web.forms import add_problems
from longleaf.web.public.recognized import FILTERS, STANDINGS, as_table, wanted_issuers

PAGE = 50
KINDS = {
    "recognized": "Recognized",
    "permitted": "May award another’s achievement",
    "distrusted": "Not to be trusted",
    "withdrawn": "Withdrawal",
}
DONE = {
    Saying.RECOGNIZED: "It is on record as recognized. Checks of its badges say so from now on.",
    Saying.PERMITTED: "It is on record that it may award this. Checks say so from now on.",
    Saying.DISTRUSTED: "It is on record as not to be trusted. Its badges fail the check of trust.",
}


@require_GET
def issuers(request: ActingRequest) -> HttpResponseBase:
    wanted = wanted_issuers(request)
    if wanted.standing == queries.LISTED:
        return redirect("department_registries")
    found = queries.issuers_on_record(
        wanted,
        base_url=settings.BASE_URL,
        on=legal_day(ports().clock.now()),
        department=queries.department_of(request.actor),
    )
    if request.GET.get("format") == "csv":
        return as_table(found)
    return render(
        request,
        "department/issuers.html",
        {
            "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
            "wanted": wanted,
            "standings": STANDINGS,
            "filters": {key: name for key, name in FILTERS.items() if key != queries.LISTED},
        },
    )


@require_GET
def issuer(request: ActingRequest, issuer: UUID) -> HttpResponse:
    return render(
        request,
        "department/issuer.html",
        {"page": _page(request, issuer), "standings": STANDINGS, "kinds": KINDS},
    )


@require_http_methods(["GET", "POST"])
def new(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    on = legal_day(now)
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        initial={
            "since": on,
            "saying": Saying.RECOGNIZED.value,
            "identifiers": request.GET.get("identifier", "")[:300],
            "name": request.GET.get("name", "")[:300],
        },
        owners=queries.owners_here(),
        organizations=queries.not_yet_on_record(request.actor),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = register_issuer(
                by=request.actor,
                department=queries.department_of(request.actor),
                facts=form.facts(),
                organization=form.organization_here(),
                draft=form.draft(),
                owner=form.owner_here(),
                on=on,
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, DONE[form.draft().saying])
            return redirect("department_issuer", issuer=made)
    return _form(request, form, ("Add an issuer", "Add the issuer"))


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, issuer: UUID) -> HttpResponse:
    page = _page(request, issuer)
    form = IssuerForm(
        request.POST if request.method == "POST" else None,
        initial={
            "name": page.line.name,
            "identifiers": "" if page.is_here else "\n".join(page.line.identifiers),
            "website": page.line.website,
            "location": page.line.location,
        },
    )
    if page.is_here:
        form.fields["identifiers"].help_text = "Those of its keys are known. Leave this empty."
    if request.method == "POST" and form.is_valid():
        try:
            changed = describe_issuer(
                by=request.actor, issuer=issuer, facts=form.facts(), now=ports().clock.now()
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            said = "The change is on record; what stood there before stays too."
            messages.success(request, said if changed else "Nothing was changed.")
            return redirect("department_issuer", issuer=issuer)
    return _form(request, form, ("Amend name and identifiers", "Keep the change"), page)


@require_http_methods(["GET", "POST"])
def statement(request: ActingRequest, issuer: UUID) -> HttpResponse:
    """Say something new of an issuer; with ?about=, amend what was said."""
    page = _page(request, issuer)
    about = _amended(page, request.GET.get("about", ""))
    now = ports().clock.now()
    on = legal_day(now)
    asked = request.GET.get("saying", "")
    begins = {
        "since": on,
        "saying": asked if asked in list(Saying) else Saying.RECOGNIZED.value,
    }
    form = StatementForm(
        request.POST if request.method == "POST" else None,
        initial=about.draft if about else begins,
        owners=queries.owners_here(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            make_statement(
                by=request.actor,
                issuer=issuer,
                draft=form.draft(),
                owner=form.owner_here(),
                about=about.number if about else None,
                on=on,
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        except AlreadyDoneError as error:
            form.add_error(None, error.what)
        else:
            messages.success(request, DONE[form.draft().saying])
            return redirect("department_issuer", issuer=issuer)
    title = "Amend what was said" if about else "Say something of this issuer"
    return _form(request, form, (title, "Put it on record"), page, about)


@require_http_methods(["GET", "POST"])
def withdraw(request: ActingRequest, issuer: UUID, number: int) -> HttpResponse:
    page = _page(request, issuer)
    about = _amended(page, str(number))
    now = ports().clock.now()
    form = WithdrawForm(
        request.POST if request.method == "POST" else None, initial={"since": legal_day(now)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_statement(
                by=request.actor,
                issuer=issuer,
                number=number,
                withdrawal=Withdrawal(**form.cleaned_data),
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, "It is withdrawn. What it said until then stays on record.")
            return redirect("department_issuer", issuer=issuer)
    return _form(request, form, ("Withdraw a statement", "Withdraw it"), page, about)


def _page(request: ActingRequest, issuer: UUID) -> queries.IssuerPage:
    on = legal_day(ports().clock.now())
    return queries.issuer_page(issuer, base_url=settings.BASE_URL, on=on, who=request.actor)


def _amended(page: queries.IssuerPage, number: str) -> queries.StatementLine | None:
    if not number:
        return None
    for line in page.statements:
        if str(line.number) == number and line.kind != "withdrawn":
            if not line.can_change:
                what = "This was amended or withdrawn already. Look at what holds now."
                raise AlreadyDoneError(what)
            return line
    raise NoSuchRecordError


def _form(
    request: ActingRequest,
    form: forms.Form,
    words: tuple[str, str],
    page: queries.IssuerPage | None = None,
    about: queries.StatementLine | None = None,
) -> HttpResponse:
    return render(
        request,
        "department/issuer_form.html",
        {
            "form": form,
            "title": words[0],
            "button": words[1],
            "page": page,
            "about": about,
            "kinds": KINDS,
        },
        status=400 if form.errors else 200,
    )
