"""Addresses of drafts of the rules and of random audits."""

from django.urls import URLPattern, path

from longleaf.web.department import audits, draft_compare, drafts

_DRAFT = "department/drafts/<uuid:draft>"
_VERSION = f"{_DRAFT}/versions/<int:number>"
_CASE = "department/audits/cases/<uuid:case>"

urlpatterns: list[URLPattern] = [
    path("department/drafts", drafts.drafts, name="policy_drafts"),
    path("department/drafts/compare", draft_compare.compare, name="policy_drafts_compare"),
    path("department/drafts/compare.svg", draft_compare.compare_chart, name="policy_drafts_chart"),
    path(_DRAFT, drafts.draft, name="policy_draft"),
    path(f"{_DRAFT}/edit", drafts.fields, name="policy_draft_fields"),
    path(f"{_DRAFT}/text", drafts.text, name="policy_draft_text"),
    path(f"{_DRAFT}/from", drafts.continue_from, name="policy_draft_from"),
    path(_VERSION, drafts.version, name="policy_draft_version"),
    path(f"{_VERSION}/simulate", drafts.simulate, name="policy_draft_simulate"),
    path(f"{_VERSION}/vote", drafts.cite, name="policy_draft_cite"),
    path(f"{_VERSION}/figures", drafts.figures, name="policy_draft_figures"),
    path(f"{_VERSION}/<slug:by>.svg", drafts.chart, name="policy_draft_chart"),
    path("department/audits", audits.audits, name="renewal_audits"),
    path("department/audits/new", audits.new, name="renewal_audit_new"),
    path("department/audits/<uuid:audit>", audits.audit, name="renewal_audit"),
    path(_CASE, audits.case, name="audit_case"),
    path(f"{_CASE}/ask", audits.ask, name="audit_case_ask"),
    path(f"{_CASE}/conclude", audits.conclude, name="audit_case_conclude"),
]
