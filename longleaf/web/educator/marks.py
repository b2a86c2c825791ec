"""Marking where in an artifact a criterion shows."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from longleaf.actions.errors import NoSuchRecordError
from longleaf.actions.evidence.mark import Typed, add_mark, remove_mark
from longleaf.basis.problem import ProblemsError
from longleaf.domain.evidence.mark import LAST_PAGE, LONGEST_PASSAGE, kind_of_place
from longleaf.gateways.wiring import ports
from longleaf.records.queries.evidence import ArtifactView, PartView, SubmissionView
from longleaf.records.queries.mark import own_marks
from longleaf.web.access import ActingRequest
from longleaf.web.educator.artifacts import offered
from longleaf.web.educator.own import own_view

_READY: Final = "ready"
_SIDES: Final = (
    ("left", "From the left edge, in percent", 0),
    ("top", "From the upper edge, in percent", 0),
    ("width", "Width, in percent", 1),
    ("height", "Height, in percent", 1),
)


class MarkForm(forms.Form):
    """A criterion and a remark; the classes below add the place. The rules stand in the verb."""

    criterion = forms.ChoiceField(label="Which criterion shows there?")
    note = forms.CharField(
        label="What is to be seen there?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="If it does not speak for itself. Leave out names.",
    )

    def __init__(self, artifact: ArtifactView, one: PartView, view: SubmissionView, *args: Any):
        super().__init__(*args)
        criteria = offered(one, view) or list(view.open_criteria)
        # Those that the artifact is put forward for come first.
        criteria.sort(key=lambda criterion: criterion.key not in artifact.criteria)
        self.fields["criterion"].choices = [  # type: ignore[attr-defined]  # a choice field
            (criterion.key, criterion.title) for criterion in criteria
        ]

    def typed(self) -> Typed:
        """What was typed, as the verb takes it."""
        said = self.cleaned_data
        left, top, width, height = (int(10 * said.get(name, 0)) for name, _, _ in _SIDES)
        return Typed(
            region=(left, top, width, height),
            page=said.get("page") or 0,
            words=said.get("passage", ""),
            begin=said.get("begin", ""),
            end=said.get("end", ""),
        )

    def refuse(self, refused: ProblemsError) -> None:
        for problem in refused.problems:
            name = problem.where if problem.where in self.fields else None
            self.add_error(name, f"{problem.reason} {problem.fix}".strip())


class RegionForm(MarkForm):
    """A rectangle of a picture by four numbers."""

    field_order = (*(name for name, _, _ in _SIDES), "criterion")

    def __init__(self, *args: Any):
        super().__init__(*args)
        for name, label, least in _SIDES:
            self.fields[name] = forms.DecimalField(
                label=label,
                min_value=least,
                max_value=100,
                decimal_places=1,
                widget=forms.NumberInput(attrs={"step": "0.1", "data-side": name}),
            )
        self.order_fields(self.field_order)


class WordsForm(MarkForm):
    """Words of a text that has no pages."""

    passage = forms.CharField(
        label="The words",
        max_length=LONGEST_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Copy them from the text above; the first few are enough.",
    )
    field_order = ("passage", "criterion")


class PassageForm(MarkForm):
    """A page of a document, words on it, or both."""

    page = forms.IntegerField(
        label="Page",
        required=False,
        min_value=1,
        max_value=LAST_PAGE,
        help_text="Counted from the first sheet; of slides and workbooks, the slide or sheet.",
    )
    passage = forms.CharField(
        label="The words there",
        required=False,
        max_length=LONGEST_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The first few are enough.",
    )
    field_order = ("page", "passage", "criterion")


class MomentForm(MarkForm):
    """A stretch of a sound or a video."""

    begin = forms.CharField(label="From", help_text="As the player shows it: 4:10 or 1:04:10.")
    end = forms.CharField(label="To", required=False, help_text="Empty for ten seconds.")
    field_order = ("begin", "end", "criterion")


_FORMS: Final[dict[str, type[MarkForm]]] = {
    "region": RegionForm,
    "passage": PassageForm,
    "moment": MomentForm,
}


@require_http_methods(["GET", "POST"])
def marks(request: ActingRequest, submission: UUID, use: int) -> HttpResponse:
    view = own_view(request, submission)
    artifact = view.artifact(use)
    one = view.part(artifact.part)
    if artifact.state != _READY:
        raise NoSuchRecordError
    kind = kind_of_place(artifact.form, artifact.family)
    wanted = WordsForm if artifact.form == "text" else _FORMS[kind]
    form = wanted(artifact, one, view, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_mark(
                by=request.actor,
                submission=submission,
                use=use,
                criterion=form.cleaned_data["criterion"],
                place=form.typed(),
                remark=form.cleaned_data["note"],
                now=ports().clock.now(),
            )
        except ProblemsError as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The place is marked. Mark another, or go back to the part.")
            return redirect("artifact_marks", submission=submission, use=use)
    return render(
        request,
        "educator/artifact/marks.html",
        {
            "view": view,
            "one": one,
            "artifact": artifact,
            "kind": kind,
            "marks": own_marks(request.actor, submission, use, view.definition),
            "form": form,
        },
        status=400 if form.errors else 200,
    )


@require_POST
def remove(request: ActingRequest, submission: UUID, use: int, mark: int) -> HttpResponse:
    remove_mark(by=request.actor, submission=submission, mark=mark, now=ports().clock.now())
    messages.success(request, "The mark is removed.")
    return redirect(f"{reverse('artifact_marks', args=[submission, use])}#marks")
