"""Addresses of the Department's, the auditors' and the operators' pages."""

from django.urls import URLPattern, path

from longleaf.web.department import audit, decisions, department, operator

urlpatterns: list[URLPattern] = [
    path("department", department.department, name="department"),
    path("department/organizations", department.organizations, name="department_organizations"),
    path("department/state", department.state, name="department_state"),
    path("department/invite", department.invite, name="department_invite"),
    path("department/decisions", decisions.decisions, name="department_decisions"),
    path("department/decisions/<uuid:decision>", decisions.decision, name="department_decision"),
    path(
        "department/decisions/<uuid:decision>/pack", decisions.pack, name="department_decision_pack"
    ),
    path("audit", audit.audit_trail, name="audit_trail"),
    path("status", operator.operator, name="operator"),
    path("jobs/<uuid:job>", operator.job, name="job"),
]
