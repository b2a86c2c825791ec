"""The forms with which the Department keeps its registry of issuers."""

from typing import Any
from uuid import UUID

from django import forms

from longleaf.credential.registry import Saying, Scope, ScopeKind
from longleaf.domain.badge.recognition import Draft, IssuerFacts

SAYINGS = {
    Saying.RECOGNIZED.value: "We recognize it",
    Saying.PERMITTED.value: "It may award another’s achievement",
    Saying.DISTRUSTED.value: "It is not to be trusted",
}
SCOPES = {
    ScopeKind.EVERYTHING.value: "All it issues",
    ScopeKind.ACHIEVEMENTS.value: "Certain achievements, by their addresses",
    ScopeKind.KINDS.value: "Certain kinds of achievement, such as MicroCredential",
    ScopeKind.FRAMEWORK.value: "What is aligned with a framework, by its name or address",
}
SOME = "Only for some of what it issues"
ANOTHERS = "Whose achievement it may award"
DISTRUST = "How far back it is not to be trusted"
FOLDED = {
    SOME: ("scope_kind", "scope_values"),
    ANOTHERS: ("owner", "owner_name", "owner_identifier"),
    DISTRUST: ("also_before",),
}


def day_field(label: str, *, required: bool, help_text: str = "") -> forms.DateField:
    """A day, chosen or typed."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class IssuerForm(forms.Form):
    """Who an issuer is."""

    name = forms.CharField(max_length=300)
    identifiers = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="One on each line: did:key, did:web or the https address of its profile. In a "
        "badge it stands under “issuer”, as “id”.",
    )
    website = forms.URLField(required=False, max_length=500, assume_scheme="https")
    location = forms.CharField(required=False, max_length=300, label="Place")

    def facts(self) -> IssuerFacts:
        """What was written, unchecked."""
        given = self.cleaned_data
        return IssuerFacts(
            name=given["name"],
            identifiers=tuple(given["identifiers"].splitlines()),
            website=given["website"],
            location=given["location"],
        )


class ReasonForm(forms.Form):
    """Why, and where that is written."""

    because = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone can read it.",
    )
    citation = forms.CharField(
        label="Citation",
        required=False,
        max_length=2000,
        widget=forms.TextInput(),
        help_text="The decision, agreement or rule it rests on, such as “Memorandum of June 3, "
        "2026”.",
    )
    citation_url = forms.URLField(
        label="Address of the document", required=False, max_length=500, assume_scheme="https"
    )


class StatementForm(ReasonForm):
    """What the Department says of an issuer."""

    saying = forms.ChoiceField(
        label="What do you want to say?", choices=list(SAYINGS.items()), widget=forms.RadioSelect
    )
    since = day_field("From", required=True, help_text="The first day for which it holds.")
    until = day_field(
        "Through", required=False, help_text="The last day; leave it empty if it is open."
    )
    scope_kind = forms.ChoiceField(
        label="For what",
        choices=list(SCOPES.items()),
        initial=ScopeKind.EVERYTHING.value,
        required=False,
    )
    scope_values = forms.CharField(
        label="Which",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text="One on each line; empty for all it issues. An address stands for all that lies "
        "under it.",
    )
    owner = forms.ChoiceField(
        label="An organization of this site",
        required=False,
    )
    owner_name = forms.CharField(label="Or the owner’s name, if elsewhere", required=False)
    owner_identifier = forms.CharField(label="And the owner’s identifier", required=False)
    also_before = forms.BooleanField(
        label="Badges that give an earlier day are not to be trusted either",
        required=False,
        initial=True,
        help_text="Whoever holds its key can write any day of issue.",
    )
    field_order: tuple[str, ...] = (
        "saying",
        "since",
        "until",
        "because",
        "citation",
        "citation_url",
        "scope_kind",
        "scope_values",
        "owner",
        "owner_name",
        "owner_identifier",
        "also_before",
    )

    def __init__(self, *args: Any, owners: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101 - as declared above
        owner.choices = [("", "None of them"), *((str(pk), n) for pk, n in owners)]

    def plain(self) -> list[forms.BoundField]:
        """The fields that every statement has."""
        folded = {name for names in FOLDED.values() for name in names}
        return [field for field in self if field.name not in folded]

    def folded(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """Fields for some statements alone: what for, whether they show, and the fields."""
        saying = self["saying"].value()
        shows = {
            SOME: self["scope_kind"].value() not in (None, "", ScopeKind.EVERYTHING.value),
            ANOTHERS: saying == Saying.PERMITTED.value,
            DISTRUST: saying == Saying.DISTRUSTED.value,
        }
        return [
            (title, shows[title] or any(self[n].errors for n in names), [self[n] for n in names])
            for title, names in FOLDED.items()
        ]

    def draft(self) -> Draft:
        """What was written, unchecked."""
        given = self.cleaned_data
        return Draft(
            saying=Saying(given["saying"]),
            since=given["since"],
            until=given["until"],
            because=given["because"],
            scope=Scope(
                ScopeKind(given["scope_kind"] or ScopeKind.EVERYTHING.value),
                tuple(given["scope_values"].splitlines()),
            ),
            also_before=given["also_before"],
            citation=given["citation"],
            citation_url=given["citation_url"],
            owner_is_here=bool(given["owner"]),
            owner_name=given["owner_name"],
            owner_identifier=given["owner_identifier"],
        )

    def owner_here(self) -> UUID | None:
        """The organization of this site whose achievement it is."""
        return UUID(self.cleaned_data["owner"]) if self.cleaned_data["owner"] else None


class RegisterForm(StatementForm, IssuerForm):
    """A new issuer, and the first thing said of it."""

    organization = forms.ChoiceField(
        label="Or an organization of this site",
        required=False,
        help_text="Its identifiers are those of its keys, which this site keeps.",
    )
    name = forms.CharField(max_length=300, required=False)
    field_order = (
        "name",
        "identifiers",
        "organization",
        "website",
        "location",
        *StatementForm.field_order,
    )

    def __init__(self, *args: Any, organizations: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = {str(pk): name for pk, name in organizations}
        where = self.fields["organization"]
        assert isinstance(where, forms.ChoiceField)  # noqa: S101 - as declared above
        where.choices = [("", "No, an issuer elsewhere"), *self._names.items()]

    def organization_here(self) -> UUID | None:
        """The organization of this site that it is."""
        given = self.cleaned_data["organization"]
        return UUID(given) if given else None

    def facts(self) -> IssuerFacts:
        """What was written; an organization of this site keeps its own name."""
        found = super().facts()
        name = found.name or self._names.get(self.cleaned_data["organization"], "")
        return IssuerFacts(name, found.identifiers, found.website, found.location)


class WithdrawForm(ReasonForm):
    """That a statement counts no more."""

    since = day_field("From", required=True, help_text="The first day on which it counts no more.")
    field_order = ("since", "because", "citation", "citation_url")


class ReadForm(forms.Form):
    """A registry's file, and where it comes from."""

    registry = forms.CharField(
        max_length=200,
        label="Name of the registry",
        help_text="The same name as before gives a new edition of it.",
    )
    address = forms.URLField(
        label="Where you got the file",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Its address, or nothing if somebody handed it to you.",
    )
    obtained_on = day_field("When", required=True)
    answered_by = forms.ChoiceField(label="Who answers for it")
    file = forms.FileField(
        label="The file",
        help_text="A list of known DIDs (JSON, as the Digital Credentials Consortium publishes), "
        "or a CSV file with the columns identifier, name, website and location. Up to 10 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.csv,application/json,text/csv"}),
    )

    def __init__(self, *args: Any, colleagues: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = self.fields["answered_by"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 - as declared above
        who.choices = [(str(pk), name) for pk, name in colleagues]
