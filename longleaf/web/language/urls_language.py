"""Addresses of the common language beyond the glossary: usages, proposals, the group, imports."""

from django.urls import URLPattern, path

from longleaf.web.language import bringing, dialect, proposals, proposing, usages, work_group

_PROPOSAL = "language/proposals/<uuid:proposal>"
_IMPORT = "language/imports/<uuid:brought>"
_CONCEPT = "glossary/<slug:key>"

urlpatterns: list[URLPattern] = [
    path("language/usages/new", usages.usage_new, name="glossary_usage_new"),
    path("language/concepts/new", proposing.concept_new, name="glossary_concept_new"),
    path(f"{_CONCEPT}/usages/<slug:usage>", usages.usage, name="glossary_usage"),
    path(f"{_CONCEPT}/propose", proposing.propose, name="glossary_propose"),
    path(f"{_CONCEPT}/merge", proposing.merge, name="glossary_merge"),
    path(f"{_CONCEPT}/our-word", proposing.local, name="glossary_local"),
    path("language/proposals", proposals.proposals, name="glossary_proposals"),
    path(_PROPOSAL, proposals.proposal, name="glossary_proposal"),
    path(f"{_PROPOSAL}/comment", proposals.comment, name="glossary_comment"),
    path(f"{_PROPOSAL}/vote", proposals.vote, name="glossary_vote"),
    path(f"{_PROPOSAL}/open", proposals.open_comments, name="glossary_proposal_open"),
    path(f"{_PROPOSAL}/decide", proposals.decide, name="glossary_proposal_decide"),
    path(f"{_PROPOSAL}/withdraw", proposals.withdraw, name="glossary_proposal_withdraw"),
    path(f"{_PROPOSAL}/comments/<uuid:comment>", proposals.answer, name="glossary_answer"),
    path("language/work-group", work_group.work_group, name="work_group"),
    path("language/work-group/edit", work_group.edit, name="work_group_edit"),
    path("language/imports", bringing.imports, name="glossary_imports"),
    path(_IMPORT, bringing.brought, name="glossary_import"),
    path(f"{_IMPORT}/words/<int:number>", bringing.settle, name="glossary_import_settle"),
    path(f"{_IMPORT}/leave-out", bringing.leave_out, name="glossary_import_leave_out"),
    path("language/dialect", dialect.dialect, name="dialect"),
]
