"""Addresses of what an educator hands in."""

from django.urls import URLPattern, path

from longleaf.web.educator import artifacts, feedback, files, marks, submissions, uploads

_ONE = "my-submissions/<uuid:submission>"

urlpatterns: list[URLPattern] = [
    path("my-submissions", submissions.submissions, name="submissions"),
    path("my-submissions/begin/<slug:slug>", submissions.begin, name="submission_begin"),
    path(_ONE, submissions.submission, name="submission"),
    path(f"{_ONE}/parts/<slug:part>", submissions.part, name="submission_part"),
    path(f"{_ONE}/save", submissions.save, name="submission_save"),
    path(f"{_ONE}/check", submissions.check, name="submission_check"),
    path(f"{_ONE}/submit", submissions.submit, name="submission_submit"),
    path(f"{_ONE}/withdraw", submissions.withdraw, name="submission_withdraw"),
    path(f"{_ONE}/feedback", feedback.feedback, name="submission_feedback"),
    path(f"{_ONE}/parts/<slug:part>/<slug:asked>/add", artifacts.add, name="artifact_add"),
    path(
        f"{_ONE}/parts/<slug:part>/<slug:asked>/uploads", uploads.uploads, name="artifact_uploads"
    ),
    path(f"{_ONE}/artifacts/<int:use>", artifacts.edit, name="artifact_edit"),
    path(f"{_ONE}/artifacts/<int:use>/remove", artifacts.remove, name="artifact_remove"),
    path(f"{_ONE}/artifacts/<int:use>/marks", marks.marks, name="artifact_marks"),
    path(
        f"{_ONE}/artifacts/<int:use>/marks/<int:mark>/remove",
        marks.remove,
        name="artifact_mark_remove",
    ),
    path("uploads/<uuid:upload>", uploads.upload, name="artifact_upload"),
    path("files/<uuid:artifact>", files.artifact_file, name="artifact_file"),
]
