"""Addresses of awards and keys, for those who answer for them."""

from django.urls import URLPattern, path

from longleaf.web.oversight import awards, bulk_awards, keys

urlpatterns: list[URLPattern] = [
    path("awards", awards.awards, name="awards"),
    path("awards/files", bulk_awards.files, name="award_files"),
    path("awards/files/template/<uuid:version>", bulk_awards.template, name="award_file_template"),
    path("awards/files/<uuid:file>", bulk_awards.file, name="award_file"),
    path("awards/files/<uuid:file>/cancel", bulk_awards.cancel, name="award_file_cancel"),
    path("awards/files/<uuid:file>/results.csv", bulk_awards.results, name="award_file_results"),
    path("awards/<uuid:award>", awards.award, name="award"),
    path("awards/<uuid:award>/suspend", awards.suspend, name="award_suspend"),
    path("awards/<uuid:award>/reinstate", awards.reinstate, name="award_reinstate"),
    path("awards/<uuid:award>/revoke", awards.revoke, name="award_revoke"),
    path("keys", keys.keys, name="keys"),
    path("keys/<uuid:organization>/rotate", keys.rotate, name="key_rotate"),
    path("keys/<uuid:organization>/identifier", keys.method, name="key_method"),
    path("keys/<uuid:key>/distrust", keys.distrust, name="key_distrust"),
    path("keys/<uuid:key>/sign-anew", keys.sign_anew, name="key_sign_anew"),
]
