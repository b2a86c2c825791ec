"""Forms of licenses, ratings and activities; they read what was typed, the verbs judge it."""

from datetime import date
from typing import Any

from django import forms

from longleaf.actions.license import RATINGS
from longleaf.domain.credit.activity import APPROVERS, Recorded
from longleaf.domain.renewal.cycle import Claims, Cycle
from longleaf.domain.renewal.employment import Employment, Extension, Served
from longleaf.records.queries.renewal import LicenseFacts, RecordingChoices
from longleaf.web.labels import GRADE_SPANS

KINDS_OF_LICENSE = {
    "teacher": "Teacher",
    "student_services": "Student services",
    "administrator": "Administrator",
}
DAY = {"invalid": "Write the day as 2026-06-30.", "required": "Give the day."}


NOT_SAID = ("", "Not said")
YES_OR_NO = (NOT_SAID, ("yes", "Yes"), ("no", "No"))
ASSIGNMENTS = 3


def day_field(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )


def yes_or_no(label: str, help_text: str) -> forms.TypedChoiceField:
    """Yes, no, or not said; what is not said is not known."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_OR_NO,
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
    )


def said_of(known: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[known]


class GroupedForm(forms.Form):
    """A form whose last fields stand in a group that opens, because few rules ask for them."""

    template_name = "forms/grouped.html"
    more: tuple[str, ...] = ()
    more_title = ""
    more_why = ""

    def get_context(self) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context()
        shown = context["fields"]
        group = [(field, errors) for field, errors in shown if field.name in self.more]
        context["main_fields"] = [one for one in shown if one not in group]
        context["more_fields"] = group
        context["more_open"] = any(errors or field.value() for field, errors in group)
        return context


class LicenseForm(GroupedForm):
    more = ("national_board", "national_board_on", "legislator", "lifetime")
    more_title = "What may change what is asked of you"
    more_why = (
        "Some rules give credit for these, or ask for less. What is not said is not known: it "
        "counts neither for you nor against you."
    )
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
    national_board = yes_or_no(
        "National Board certification in this cycle", "Earned or renewed since the first day."
    )
    national_board_on = day_field("Certified on", "The day on the certificate.", required=False)
    legislator = yes_or_no(
        "Served in the General Assembly in this cycle", "A member may be exempt from credit."
    )
    lifetime = yes_or_no("Lifetime license", "Issued for life, so that it need not be renewed.")

    @classmethod
    def showing(cls, held: LicenseFacts) -> "LicenseForm":
        return cls(
            initial={
                "kind": held.kind,
                "grade_span": held.grade_span,
                "field": held.field,
                "cycle_began_on": held.cycle_began_on,
                "expires_on": held.expires_on,
                "national_board": said_of(held.claims.national_board),
                "national_board_on": held.claims.national_board_on,
                "legislator": said_of(held.claims.legislator),
                "lifetime": said_of(held.claims.lifetime),
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
            Claims(
                given["national_board"],
                given["national_board_on"],
                given["legislator"],
                given["lifetime"],
            ),
        )


class RatingForm(forms.Form):
    rating = forms.ChoiceField(
        label="Overall rating",
        choices=[(rating, rating.replace("_", " ").capitalize()) for rating in RATINGS],
    )
    rated_on = day_field("Day of the evaluation")


class EmploymentForm(forms.Form):
    """Years, assignments and an extension, as the employer knows them."""

    years = forms.CharField(
        label="Years employed in this cycle",
        help_text="Some rules ask for less of someone who worked for part of the cycle. As 4 "
        "or 3.5; leave it open for the whole cycle or if it is not known.",
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "6"}),
    )
    extended_to = day_field(
        "Extended until", "The last day of the extension, if one was granted.", required=False
    )
    extended_by = forms.CharField(
        label="Extension granted by",
        help_text="The body that granted it, such as a licensing office.",
        max_length=200,
        required=False,
    )
    extension_reason = forms.CharField(
        label="What the extension rests on",
        help_text="The rule, letter or decision, so that others can look it up.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", "None"), *KINDS_OF_LICENSE.items()]
        for number in range(1, ASSIGNMENTS + 1):
            ordinal = ("First", "Second", "Third")[number - 1]
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=f"{ordinal} assignment: works as",
                help_text="Where someone serves in several roles, the one with most of the time "
                "may decide what is asked."
                if number == 1
                else "",
                choices=kinds,
                required=False,
            )
            self.fields[f"grade_span_{number}"] = forms.ChoiceField(
                label=f"{ordinal} assignment: grades",
                choices=[("", "Not a teacher"), *GRADE_SPANS.items()],
                required=False,
            )
            self.fields[f"percent_{number}"] = forms.CharField(
                label=f"{ordinal} assignment: percent of the time",
                max_length=8,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": "6"}),
            )

    @classmethod
    def showing(cls, held: LicenseFacts) -> "EmploymentForm":
        initial: dict[str, Any] = {
            "years": held.years_employed,
            "extended_to": held.extended_to,
            "extended_by": held.extended_by,
            "extension_reason": held.extension_reason,
        }
        for number, one in enumerate(held.assignments[:ASSIGNMENTS], start=1):
            initial[f"kind_{number}"] = one.kind
            initial[f"grade_span_{number}"] = one.grade_span
            initial[f"percent_{number}"] = one.percent
        return cls(initial=initial)

    def said(self) -> Employment:
        given = self.cleaned_data
        rows = [
            Served(given[f"kind_{one}"], given[f"grade_span_{one}"], given[f"percent_{one}"])
            for one in range(1, ASSIGNMENTS + 1)
        ]
        return Employment(
            given["years"],
            Extension(given["extended_to"], given["extended_by"], given["extension_reason"]),
            tuple(one for one in rows if one.kind or one.grade_span or one.percent.strip()),
        )


class ActivityForm(GroupedForm):
    more = ("began_on", "evidence_kinds", "approved_by", "approved_on", "banked")
    more_title = "What some rules ask for besides"
    more_why = (
        "Some activities count only with a certain proof, or if they were approved before they "
        "began. Leave open what you do not know."
    )

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
    began_on = day_field("Began on", "The first day, if it took several.", required=False)
    evidence_kinds = forms.MultipleChoiceField(
        label="Proof you hold",
        help_text="Some sources count only with a certain kind of proof.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    approved_by = forms.ChoiceField(
        label="Approved beforehand by",
        help_text="Only if somebody approved it before you record it here.",
        choices=[("", "Nobody yet"), *APPROVERS.items()],
        required=False,
    )
    approved_on = day_field("Approved on", "The day of that approval.", required=False)
    banked = yes_or_no(
        "Keep it for my next cycle",
        "Some rules let credit of the last months count in the next cycle, if you say so.",
    )

    def __init__(self, choices: RecordingChoices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (
            ("kind", choices.kinds),
            ("unit", choices.units),
            ("categories", choices.categories),
            ("evidence_kinds", choices.evidence_kinds),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type alone
            field.choices = list(offered)
        if not choices.banks:
            del self.fields["banked"]

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
            given["began_on"],
            given["approved_on"],
            given["approved_by"],
            given["evidence_kinds"],
            given.get("banked"),
        )
