"""Addresses of a coordinator's pages on people, approvals and exports."""

from django.urls import URLPattern, path

from longleaf.web.coordinator import approvals, exports, packs, people, proposals, today

_ONE = "coordinator/people/<uuid:person>"

urlpatterns: list[URLPattern] = [
    path("coordinator", today.coordinator, name="coordinator"),
    path("coordinator/people", people.people, name="coordinator_people"),
    path(_ONE, people.person, name="coordinator_person"),
    path(f"{_ONE}/license", people.license, name="coordinator_license"),
    path(
        f"{_ONE}/licenses/<uuid:license>/employment",
        people.employment,
        name="coordinator_employment",
    ),
    path(
        f"{_ONE}/licenses/<uuid:license>/decisions",
        packs.decisions,
        name="coordinator_decisions",
    ),
    path(f"{_ONE}/rating", people.rating, name="coordinator_rating"),
    path(f"{_ONE}/activity", people.activity_new, name="coordinator_activity_new"),
    path(f"{_ONE}/ledger/<int:entry>/correct", people.correct, name="coordinator_correct"),
    path("coordinator/approvals", approvals.approvals, name="coordinator_approvals"),
    path("coordinator/approvals/bulk", approvals.bulk, name="coordinator_approvals_bulk"),
    path("coordinator/approvals/<uuid:activity>", approvals.approval, name="coordinator_approval"),
    path("coordinator/proposals", proposals.proposals, name="coordinator_proposals"),
    path("coordinator/proposals/<uuid:proposal>", proposals.proposal, name="coordinator_proposal"),
    path("coordinator/exports", exports.exports, name="coordinator_exports"),
    path("coordinator/exports/<slug:kind>", exports.export, name="coordinator_export"),
]
