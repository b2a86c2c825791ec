"""Addresses of pages about who works where."""

from django.urls import URLPattern, path

from longleaf.web.staffing import people, roster

urlpatterns: list[URLPattern] = [
    path("people", people.staffing, name="staffing"),
    path("people/invite", people.invite, name="staffing_invite"),
    path(
        "people/invitations/<uuid:invitation>/resend",
        people.resend,
        name="staffing_invitation_resend",
    ),
    path(
        "people/invitations/<uuid:invitation>/withdraw",
        people.withdraw,
        name="staffing_invitation_withdraw",
    ),
    path("people/roles/<uuid:role>/end", people.end, name="staffing_role_end"),
    path("people/supervision", people.supervision, name="staffing_supervision"),
    path("people/schools", people.schools, name="staffing_schools"),
    path("people/roster", roster.roster, name="roster"),
    path("people/roster/<uuid:roster>", roster.roster_import, name="roster_import"),
]
