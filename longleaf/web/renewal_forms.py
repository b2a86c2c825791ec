"""Forms of licenses, ratings and activities; they read what was typed, the verbs judge it."""

from datetime import date
from typing import Any

from django import forms

from longleaf.actions.license import RATINGS
from longleaf.domain.credit.activity import Recorded
from longleaf.domain.renewal.cycle import Cycle
from longleaf.records.queries.renewal import LicenseFacts, RecordingChoices
from longleaf.web.labels import GRADE_SPANS

KINDS_OF_LICENSE = {
    "teacher": "Teacher",
    "student_services": "Student services",
    "administrator": "Administrator",
}
DAY = {"invalid": "Write the day as 2026-06-30.", "required": "Give the day."}


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )


class LicenseForm(forms.Form):
    kind = forms.ChoiceField(label="Kind of license", choices=KINDS_OF_LICENSE)
    grade_span = forms.ChoiceField(
        label="Grades",
        help_text="For a teacher's license.",
        choices=[("", "Not a teacher's license"), *GRADE_SPANS.items()],
        required=False,
    )
    field = forms.CharField(
        label="License area",
        help_text="As on your license, for example Elementary Education.",
        max_length=120,
        required=False,
    )
    cycle_began_on = day_field("First day of the cycle", "Often a July 1, five years before.")
    expires_on = day_field("Expires on", "The last day of your license, often a June 30.")

    @classmethod
    def showing(cls, held: LicenseFacts) -> "LicenseForm":
        return cls(
            initial={
                "kind": held.kind,
                "grade_span": held.grade_span,
                "field": held.field,
                "cycle_began_on": held.cycle_began_on,
                "expires_on": held.expires_on,
            }
        )

    def cycle(self) -> Cycle:
        given = self.cleaned_data
        return Cycle(
            given["kind"],
            given["grade_span"] if given["kind"] == "teacher" else "",
            given["cycle_began_on"],
            given["expires_on"],
            given["field"].strip(),
        )


class RatingForm(forms.Form):
    rating = forms.ChoiceField(
        label="Overall rating",
        choices=[(rating, rating.replace("_", " ").capitalize()) for rating in RATINGS],
    )
    rated_on = day_field("Day of the evaluation")


class ActivityForm(forms.Form):
    title = forms.CharField(
        label="What it was", max_length=200, error_messages={"required": "Say what it was."}
    )
    kind = forms.ChoiceField(label="Kind")
    quantity = forms.CharField(
        label="How much",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "6"}),
        error_messages={"required": "Say how much, as 12 or 12.5."},
    )
    unit = forms.ChoiceField(label="Counted in")
    completed_on = day_field("Completed on")
    provider = forms.CharField(label="Who offered it", max_length=200, required=False)
    categories = forms.MultipleChoiceField(
        label="Where it may count",
        help_text="Your coordinator decides. Leave it open if you are not sure.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, choices: RecordingChoices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (
            ("kind", choices.kinds),
            ("unit", choices.units),
            ("categories", choices.categories),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type alone
            field.choices = list(offered)

    def said(self) -> Recorded:
        given = self.cleaned_data
        completed_on: date | None = given["completed_on"]
        return Recorded(
            given["kind"],
            given["title"],
            given["quantity"],
            given["unit"],
            completed_on,
            given["categories"],
        )
