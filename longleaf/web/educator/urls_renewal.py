"""Addresses of an educator's first page, standing, licenses, ledger and activities."""

from django.urls import URLPattern, path

from longleaf.web.educator import activities, ledger, licenses, packs, record, standing, today

urlpatterns: list[URLPattern] = [
    path("today", today.today, name="today"),
    path("standing", standing.standing, name="standing"),
    path("standing/<uuid:license>", standing.standing_license, name="standing_license"),
    path("standing/<uuid:license>/pack", packs.standing_pack, name="standing_pack"),
    path("decisions/<uuid:decision>/pack", packs.decision_pack, name="decision_pack"),
    path("licenses/new", licenses.license_new, name="license_new"),
    path("licenses/<uuid:license>/edit", licenses.license_edit, name="license_edit"),
    path("ledger", ledger.ledger, name="ledger"),
    path("activities/new", activities.activity_new, name="activity_new"),
    path("activities/<uuid:activity>", activities.activity, name="activity"),
    path(
        "activities/<uuid:activity>/withdraw",
        activities.activity_withdraw,
        name="activity_withdraw",
    ),
    path("my-record", record.my_record, name="my_record"),
]
