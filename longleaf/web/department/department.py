"""The Department's pages: what waits, the organizations, the picture of the state, invitations."""

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.invitation import invite_person
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.actor import RoleKind
from longleaf.gateways.clock import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries import department as queries
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems
from longleaf.web.spreadsheet import csv_file
from longleaf.web.staffing.people import say_invited

PAGE = 50
MISSING = {"coordinator": "LEAs without a coordinator", "late": "With reviews overdue"}


class SteeringForm(forms.Form):
    organization = forms.ChoiceField(label="LEA or partner")
    role = forms.ChoiceField(
        choices=[("coordinator", "Coordinator"), ("administrator", "Administrator")],
        help_text="A coordinator steers an LEA’s professional learning; an administrator answers "
        "for its accounts, keys and badges.",
    )
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(max_length=200, required=False)

    def __init__(self, *args: object, choices: list[tuple[UUID, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        where = self.fields["organization"]
        assert isinstance(where, forms.ChoiceField)  # noqa: S101 - as declared above
        where.choices = [(str(key), name) for key, name in choices]


@require_GET
def department(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    on = day_in(request.actor.time_zone, now)
    waiting = queries.waiting_for(request.actor, on=on, now=now)
    return render(request, "department/today.html", {"waiting": waiting})


@require_GET
def organizations(request: ActingRequest) -> HttpResponseBase:
    given, region = request.GET, request.GET.get("region", "")
    wanted = queries.OrganizationFilter(
        kind=given.get("kind", "") if given.get("kind") in {"lea", "partner"} else "",
        region=int(region) if region.isascii() and region.isdigit() and len(region) < 4 else None,  # noqa: PLR2004 - digits
        search=given.get("search", "").strip(),
        without_coordinator=given.get("only") == "coordinator",
        with_late_reviews=given.get("only") == "late",
    )
    on = day_in(request.actor.time_zone, ports().clock.now())
    listing = queries.organizations_for(request.actor, wanted, on=on)
    if given.get("format") == "csv":
        return csv_file(
            "organizations",
            ["name", "kind", "region", "educators", "coordinators", "schools", "reviews overdue"],
            [
                (o.name, o.kind, o.region, o.educators, o.coordinators, o.schools, o.late_reviews)
                for o in listing[:]
            ],
        )
    return render(
        request,
        "department/organizations.html",
        {
            "page_obj": Paginator(listing, PAGE).get_page(given.get("page")),
            "wanted": wanted,
            "only": given.get("only", ""),
            "missing": MISSING,
            "regions": queries.regions_of(request.actor),
        },
    )


@require_GET
def state(request: ActingRequest) -> HttpResponseBase:
    on = day_in(request.actor.time_zone, ports().clock.now())
    picture = queries.state_picture(request.actor, on=on)
    if request.GET.get("format") == "csv":
        return csv_file(
            "state-picture",
            ["LEA", "educators", "educators with an award", "awards"],
            [
                (x.name, *(_shown(n) for n in (x.educators, x.earners, x.awards)))
                for x in picture.lines
            ],
        )
    return render(request, "department/state.html", {"picture": picture, "on": on})


def _shown(count: int | None) -> str:
    return "hidden" if count is None else str(count)


@require_http_methods(["GET", "POST"])
def invite(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    form = SteeringForm(
        request.POST if request.method == "POST" else None,
        initial={"organization": request.GET.get("organization", "")},
        choices=queries.steerable(request.actor),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_person(
                by=request.actor,
                organization=UUID(form.cleaned_data["organization"]),
                role=RoleKind(form.cleaned_data["role"]),
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                now=now,
            )
        except ProblemsError as error:
            add_problems(form, error)
        except AlreadyDoneError as error:
            form.add_error("email", error.what)
        else:
            say_invited(request, form.cleaned_data["email"], made.token)
            return redirect("department_invite")
    waiting = queries.steering_invitations(request.actor, now=now)
    return render(
        request,
        "department/invite.html",
        {"form": form, "waiting": waiting},
        status=400 if form.errors else 200,
    )
