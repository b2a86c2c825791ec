"""Who works here: inviting people, ending roles, supervision, schools."""

from datetime import datetime, timedelta
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from longleaf.actions.errors import AlreadyDoneError, NoSuchRecordError
from longleaf.actions.invitation import (
    invite_person,
    path_of,
    resend_invitation,
    withdraw_invitation,
)
from longleaf.actions.role import add_school, end_role, end_supervision, record_supervision
from longleaf.basis.problem import ProblemsError
from longleaf.domain.organization.access import STAFFING
from longleaf.domain.organization.actor import RoleKind
from longleaf.gateways.clock import day_in
from longleaf.gateways.wiring import ports
from longleaf.records.queries import staffing as queries
from longleaf.web.access import ActingRequest
from longleaf.web.forms import add_problems

PAGE = 50
ROLES = {kind.value: kind.value.replace("_", " ").capitalize() for kind in RoleKind}


def home_of(request: ActingRequest) -> UUID:
    """The organization whose people these pages are about: the one acted for, if it may be."""
    home = request.actor.home(STAFFING.roles)
    if home is None:
        raise NoSuchRecordError
    return home


def say_invited(request: ActingRequest, email: str, token: str) -> None:
    """Say that the mail is on its way; a demo, whose mail goes nowhere, gives the link itself."""
    messages.success(request, f"{email} gets a mail with a link. It works for 14 days.")
    if settings.DEMO:
        messages.info(
            request,
            f"In this demonstration no mail leaves. The link is {settings.BASE_URL}"
            f"{path_of(token)}",
        )


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(max_length=200, required=False)
    organization = forms.ChoiceField(label="Where")
    role = forms.ChoiceField()

    def __init__(self, *args: object, places: list[queries.Place], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        self.places = {str(place.id): place for place in places if place.grantable}
        fields = self.fields
        where, role = fields["organization"], fields["role"]
        assert isinstance(where, forms.ChoiceField)  # noqa: S101 - as declared above
        assert isinstance(role, forms.ChoiceField)  # noqa: S101 - as declared above
        where.choices = [(key, place.name) for key, place in self.places.items()]
        offered = {key: label for place in self.places.values() for key, label in place.grantable}
        role.choices = list(offered.items())

    def clean(self) -> dict[str, object]:
        values = self.cleaned_data
        place = self.places.get(values.get("organization", ""))
        role = values.get("role")
        if place and role and role not in dict(place.grantable):
            allowed = ", ".join(label.lower() for _, label in place.grantable)
            self.add_error("role", f"At {place.name} you can invite: {allowed}.")
        return values


class EndForm(forms.Form):
    last_day = forms.DateField(
        label="Last day in this role",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The role is held through this day. Choose yesterday to end it at once.",
    )


class SupervisionForm(forms.Form):
    supervisor = forms.EmailField(label="Supervisor’s e-mail")
    educator = forms.EmailField(label="E-mail of the person supervised")


class SchoolForm(forms.Form):
    name = forms.CharField(max_length=200, label="Name of the school")


@require_GET
def staffing(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    on = day_in(request.actor.time_zone, now)
    home = home_of(request)
    wanted = {name: request.GET.get(name, "").strip() for name in ("role", "school", "search")}
    listing = queries.staff_of(request.actor, home, on=on, **wanted)
    return render(
        request,
        "staffing/people.html",
        {
            "page_obj": Paginator(listing, PAGE).get_page(request.GET.get("page")),
            "wanted": wanted,
            "roles": ROLES,
            "schools": queries.schools_of(request.actor, home, on=on),
            "invitations": queries.open_invitations(request.actor, home, now=now),
        },
    )


@require_http_methods(["GET", "POST"])
def invite(request: ActingRequest) -> HttpResponse:
    places = queries.places_for(request.actor, home_of(request))
    initial = {name: request.GET.get(name, "") for name in ("email", "name", "role")}
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial=initial, places=places
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = invite_person(
                by=request.actor,
                organization=UUID(form.cleaned_data["organization"]),
                role=RoleKind(form.cleaned_data["role"]),
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                now=ports().clock.now(),
            )
        except ProblemsError as error:
            add_problems(form, error)
        except AlreadyDoneError as error:
            form.add_error("email", error.what)
        else:
            say_invited(request, form.cleaned_data["email"], made.token)
            return redirect("staffing")
    status = 400 if form.errors else 200
    return render(request, "staffing/invite.html", {"form": form}, status=status)


@require_POST
def resend(request: ActingRequest, invitation: UUID) -> HttpResponse:
    try:
        made = resend_invitation(by=request.actor, invitation=invitation, now=ports().clock.now())
    except AlreadyDoneError as error:
        messages.info(request, error.what)
    else:
        say_invited(request, made.email, made.token)
        messages.info(request, "The link they had before no longer works.")
    return redirect("staffing")


@require_POST
def withdraw(request: ActingRequest, invitation: UUID) -> HttpResponse:
    withdraw_invitation(by=request.actor, invitation=invitation, now=ports().clock.now())
    messages.success(request, "The invitation is withdrawn; its link no longer works.")
    return redirect("staffing")


@require_http_methods(["GET", "POST"])
def end(request: ActingRequest, role: UUID) -> HttpResponse:
    found = queries.role_to_end(request.actor, role)
    now = ports().clock.now()
    on = day_in(request.actor.time_zone, now)
    form = EndForm(
        request.POST if request.method == "POST" else None,
        initial={"last_day": max(found.began_on, on - timedelta(days=1))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            last_day = form.cleaned_data["last_day"]
            end_role(by=request.actor, role=role, last_day=last_day, on=on, now=now)
        except ProblemsError as error:
            add_problems(form, error)
        else:
            messages.success(request, f"{found.person} was told that the role ends.")
            return redirect("staffing")
    status = 400 if form.errors else 200
    return render(request, "staffing/end.html", {"form": form, "role": found}, status=status)


@require_http_methods(["GET", "POST"])
def supervision(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    on = day_in(request.actor.time_zone, now)
    home = home_of(request)
    initial = {"educator": request.GET.get("educator", "")}
    form = SupervisionForm(initial=initial)
    if request.method == "POST":
        if request.POST.get("end"):
            return _end_supervision(request, home, now)
        form = SupervisionForm(request.POST)
        if form.is_valid():
            try:
                record_supervision(
                    by=request.actor, organization=home, on=on, now=now, **form.cleaned_data
                )
            except ProblemsError as error:
                add_problems(form, error)
            else:
                messages.success(
                    request, "Recorded. A supervisor never reviews whom they supervise."
                )
                return redirect("staffing_supervision")
    search = request.GET.get("search", "").strip()
    listing = queries.supervisions_of(request.actor, home, search=search, on=on)
    page = Paginator(listing, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "staffing/supervision.html",
        {"form": form, "page_obj": page, "search": search},
        status=400 if form.errors else 200,
    )


def _end_supervision(request: ActingRequest, home: UUID, now: datetime) -> HttpResponse:
    try:
        chosen = UUID(request.POST["end"])
    except ValueError as error:
        raise NoSuchRecordError from error
    on = day_in(request.actor.time_zone, now)
    end_supervision(by=request.actor, organization=home, supervision=chosen, on=on, now=now)
    messages.success(request, "The supervision has ended.")
    return redirect("staffing_supervision")


@require_http_methods(["GET", "POST"])
def schools(request: ActingRequest) -> HttpResponse:
    now = ports().clock.now()
    home = home_of(request)
    form = SchoolForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_school(by=request.actor, organization=home, now=now, **form.cleaned_data)
        except ProblemsError as error:
            add_problems(form, error)
        except AlreadyDoneError as error:
            form.add_error("name", error.what)
        else:
            messages.success(request, "The school is added. You can now invite people to it.")
            return redirect("staffing_schools")
    found = queries.schools_of(request.actor, home, on=day_in(request.actor.time_zone, now))
    return render(
        request,
        "staffing/schools.html",
        {"form": form, "schools": found},
        status=400 if form.errors else 200,
    )
