"""Adding, describing and removing artifacts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.evidence.artifact import (
    Description,
    add_link_artifact,
    add_text_artifact,
    change_artifact,
    remove_artifact,
)
from longleaf.actions.evidence.file import add_file_artifact
from longleaf.basis.problem import ProblemsError
from longleaf.domain.evidence.media import ACCEPTED_EXTENSIONS
from longleaf.domain.microcredential.kinds import artifact_kind
from longleaf.domain.microcredential.shape import ArtifactRequest, Criterion
from longleaf.gateways.wiring import ports
from longleaf.records.queries.evidence import (
    ArtifactView,
    PartView,
    RequestView,
    SubmissionView,
)
from longleaf.web.access import ActingRequest
from longleaf.web.educator.checking import check_if_small
from longleaf.web.educator.own import own_view
from longleaf.web.educator.submissions import STUDENTS

_FORMS = {"file": "A file", "link": "A link", "text": "Text"}


def offered(one: PartView, view: SubmissionView) -> list[Criterion]:
    """The criteria an artifact of this part can be said to show: the open ones judged from it."""
    return [criterion for criterion in view.open_criteria if criterion in one.criteria]


class DescriptionForm(forms.Form):
    """What is said of an artifact; the rules stand in the verbs."""

    kind = forms.ChoiceField(label="What is it?")
    title = forms.CharField(
        label="Title", help_text="What reviewers see. Leave out names of students and schools."
    )
    criteria = forms.MultipleChoiceField(
        label="Which criteria does it show?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that it shows.",
    )
    explanation = forms.CharField(
        label="Where should reviewers look?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A page, a minute, a row: “From 4:10 I wait after each question.”",
    )
    students = forms.ChoiceField(
        label="Do students appear in it?",
        error_messages={"required": "Choose one answer."},
        widget=forms.RadioSelect,
        choices=[(key.value, label) for key, label in STUDENTS],
        help_text="By face, voice, name or work.",
    )
    consent = forms.CharField(
        label="Consent",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="If students can be identified: whose you have, on which form, since when.",
    )

    def __init__(
        self, asked: ArtifactRequest, one: PartView, view: SubmissionView, *args: Any, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        kinds = [(key, artifact_kind(key).title) for key in asked.kinds]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a choice field
        if len(kinds) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].initial = kinds[0][0]
        self.fields["criteria"].choices = [  # type: ignore[attr-defined]  # a choice field
            (criterion.key, criterion.title) for criterion in offered(one, view)
        ]

    def description(self, *, keep: tuple[str, ...] = ()) -> Description:
        """What was said; `keep` are criteria marked before that the form does not offer."""
        said = self.cleaned_data
        return Description(
            kind=said["kind"],
            title=said["title"],
            students=said["students"],
            consent=said["consent"],
            criteria=[*said["criteria"], *keep],
            explanation=said["explanation"],
        )

    def refuse(self, refused: ProblemsError) -> None:
        for problem in refused.problems:
            name = problem.where if problem.where in self.fields else None
            self.add_error(name, f"{problem.reason} {problem.fix}".strip())


class FileForm(DescriptionForm):
    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED_EXTENSIONS)}),
        help_text=(
            "A document, picture, sound or video. Videos up to 2 GB, everything else up to 100 MB."
        ),
        allow_empty_file=True,  # refused by the verb, in its words
    )
    field_order = ("file", "kind", "title")


class LinkForm(DescriptionForm):
    url = forms.CharField(
        label="Address",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text="Starts with https:// and opens for reviewers without a password.",
    )
    field_order = ("url", "kind", "title")


class TextForm(DescriptionForm):
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 12}))
    field_order = ("text", "kind", "title")


_CLASSES: dict[str, type[DescriptionForm]] = {"file": FileForm, "link": LinkForm, "text": TextForm}


@require_http_methods(["GET", "POST"])
def add(request: ActingRequest, submission: UUID, part: str, asked: str) -> HttpResponse:
    view = own_view(request, submission)
    one = view.part(part)
    wanted = next((r for r in one.requests if r.request.key == asked), None)
    if wanted is None or not one.is_open:
        raise NoSuchRecordError
    chosen = request.GET.get("form", "")
    chosen = chosen if chosen in _FORMS else "file"
    form = _CLASSES[chosen](
        wanted.request,
        one,
        view,
        request.POST or None,
        request.FILES or None,
        initial={"title": _first_title(wanted)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _ADD[chosen](request, submission, part, asked, form)
        except ProblemsError as refused:
            form.refuse(refused)
        else:
            return redirect(f"{reverse('submission_part', args=[submission, part])}#{asked}")
    return render(
        request,
        "educator/artifact/add.html",
        {
            "view": view,
            "one": one,
            "wanted": wanted,
            "kinds": [artifact_kind(key) for key in wanted.request.kinds],
            "form": form,
            "chosen": chosen,
            "forms": _FORMS,
        },
        status=400 if form.errors else 200,
    )


def _first_title(wanted: RequestView) -> str:
    number = len(wanted.artifacts) + 1
    title = wanted.request.title
    return title if wanted.request.maximum == 1 else f"{title} {number}"


def _add_file(
    request: ActingRequest, submission: UUID, part: str, asked: str, form: DescriptionForm
) -> None:
    file: UploadedFile[Any] = form.cleaned_data["file"]
    artifact = add_file_artifact(
        by=request.actor,
        submission=submission,
        part=part,
        request=asked,
        description=form.description(),
        name=file.name or "",
        length=file.size or 0,
        chunks=file.chunks(1_000_000),
        files=ports().files,
        now=ports().clock.now(),
    )
    check_if_small(artifact, file.size or 0)
    messages.success(request, "The file has arrived. Its state stands beside it.")


def _add_link(
    request: ActingRequest, submission: UUID, part: str, asked: str, form: DescriptionForm
) -> None:
    add_link_artifact(
        by=request.actor,
        submission=submission,
        part=part,
        request=asked,
        description=form.description(),
        url=form.cleaned_data["url"],
        now=ports().clock.now(),
    )
    messages.success(request, "The link is added.")


def _add_text(
    request: ActingRequest, submission: UUID, part: str, asked: str, form: DescriptionForm
) -> None:
    add_text_artifact(
        by=request.actor,
        submission=submission,
        part=part,
        request=asked,
        description=form.description(),
        text=form.cleaned_data["text"],
        now=ports().clock.now(),
    )
    messages.success(request, "The text is added.")


_ADD: dict[str, Callable[[ActingRequest, UUID, str, str, DescriptionForm], None]] = {
    "file": _add_file,
    "link": _add_link,
    "text": _add_text,
}


@require_http_methods(["GET", "POST"])
def edit(request: ActingRequest, submission: UUID, use: int) -> HttpResponse:
    view = own_view(request, submission)
    artifact = view.artifact(use)
    one = view.part(artifact.part)
    if not one.is_open:
        raise NoSuchRecordError
    wanted = next(r for r in one.requests if r.request.key == artifact.request)
    form = DescriptionForm(wanted.request, one, view, request.POST or None, initial=_said(artifact))
    if request.method == "POST" and form.is_valid():
        choices = {criterion.key for criterion in offered(one, view)}
        keep = tuple(key for key in artifact.criteria if key not in choices)
        try:
            change_artifact(
                by=request.actor,
                submission=submission,
                use=use,
                description=form.description(keep=keep),
                now=ports().clock.now(),
            )
        except ProblemsError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Saved.")
            return redirect(
                f"{reverse('submission_part', args=[submission, artifact.part])}#{artifact.request}"
            )
    return render(
        request,
        "educator/artifact/edit.html",
        {"view": view, "one": one, "artifact": artifact, "form": form, "wanted": wanted},
        status=400 if form.errors else 200,
    )


def _said(artifact: ArtifactView) -> dict[str, object]:
    return {
        "kind": artifact.kind,
        "title": artifact.title,
        "criteria": artifact.criteria,
        "explanation": artifact.explanation,
        "students": artifact.students,
        "consent": artifact.consent,
    }


@require_http_methods(["GET", "POST"])
def remove(request: ActingRequest, submission: UUID, use: int) -> HttpResponse:
    view = own_view(request, submission)
    artifact = view.artifact(use)
    if request.method == "POST":
        remove_artifact(
            by=request.actor,
            submission=submission,
            use=use,
            files=ports().files,
            now=ports().clock.now(),
        )
        messages.success(request, f"“{artifact.title}” is removed.")
        return redirect("submission_part", submission=submission, part=artifact.part)
    return render(
        request,
        "educator/artifact/remove.html",
        {"view": view, "one": view.part(artifact.part), "artifact": artifact},
    )
