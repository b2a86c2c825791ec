"""Forms of the common language; they read what was typed, the verbs judge it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from longleaf.actions.errors import AlreadyDoneError
from longleaf.actions.term.bring import ENCODINGS
from longleaf.basis.problem import ProblemsError
from longleaf.domain.renewal.jurisdiction import HOME
from longleaf.domain.term.concept import KINDS
from longleaf.records.queries.term import registry
from longleaf.web.forms import add_problems
from longleaf.web.renewal_forms import day_field

Made = TypeVar("Made")
_OFFERED = 500


def tried(form: forms.Form, act: Callable[[], Made]) -> tuple[bool, Made | None]:
    """Whether an act went through, and what it gave; what stood in its way is in the form.

    So a tab that was overtaken keeps what was typed in it.
    """
    try:
        return True, act()
    except ProblemsError as error:
        add_problems(form, error)
    except AlreadyDoneError as error:
        form.add_error(None, error.what)
    return False, None


class ConceptInput(forms.TextInput):
    """A field that offers the registry's words; any may be typed."""

    template_name = "language/concept_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        words = [one.word for one in registry(HOME).concepts if one.status != "deprecated"]
        found: dict[str, Any] = super().get_context(name, value, attrs)
        found["offered"] = words[:_OFFERED]
        found["widget"]["attrs"]["list"] = f"{name}-offered"
        return found


class ConceptField(forms.CharField):
    """A concept, by its word or its address; gives its key."""

    widget = ConceptInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, **kwargs)

    def clean(self, value: Any) -> str:
        said = str(super().clean(value) or "").strip()
        kept = registry(HOME)
        if not said or said in kept.by_key:
            return said
        wanted = said.casefold()
        found = [one.key for one in kept.concepts if one.word.casefold() == wanted]
        if len(found) != 1:
            reason = "Several concepts have this word" if found else "No concept has this word"
            message = f"{reason}. Write it as in the common language, or the end of its address."
            raise forms.ValidationError(message)
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        """A key is shown as its word, where that word is no other's."""
        kept = registry(HOME)
        one = kept.by_key.get(value or "")
        if one is None or sum(each.word == one.word for each in kept.concepts) > 1:
            return value
        return one.word


def _text(label: str, longest: int, *, help_text: str = "", rows: int = 3, **more: Any) -> Any:
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        **more,
    )


def _line(label: str, longest: int, *, help_text: str = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        **more,
    )


class UsageForm(forms.Form):
    concept = ConceptField(label="Concept", help_text="What the word means here.")
    word = _line("The word they use", 100)
    says = _text("What they mean by it", 600, help_text="In your own words, in a sentence or two.")
    who = _line("Who uses it so", 200, help_text="The law, program, LEA or state.")
    kind = forms.ChoiceField(label="What kind of body that is", choices=list(KINDS.items()))
    where = _line("Where", 200, required=False)
    when = _line("When", 40, required=False, help_text="As the source says: 2019, or 2019-07-01.")
    citation = _text(
        "Where it is written",
        600,
        rows=2,
        help_text="Title and publisher, so that somebody else finds it. Without a source a usage "
        "is not kept.",
    )
    url = forms.CharField(label="Web address", max_length=500, required=False)
    verified_on = day_field("Day you read it there")


class NewConceptForm(forms.Form):
    word = _line("Word", 100)
    plural = _line("Its plural", 100, required=False, help_text="If it is not the word with an s.")
    definition = _text("Definition", 600, help_text="In a sentence that a new teacher understands.")
    reason = _text("Why", 2000, help_text="What is missing or unclear without it.")


class TermForm(NewConceptForm):
    rests_on = forms.TypedMultipleChoiceField(
        label="Usages that the definition rests on",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What a definition rests on stays in the registry.",
    )


class MergeForm(forms.Form):
    into = ConceptField(label="The concept that stays")
    reason = _text("Why they are one", 2000)


class DirectMergeForm(forms.Form):
    into = ConceptField(label="The concept that stays")


class LocalForm(forms.Form):
    word = _line("What we call it", 100, required=False, help_text="Left empty: no word of ours.")
    plural = _line("Its plural", 100, required=False)


class MoveForm(forms.Form):
    into = ConceptField(label="The concept that it means")


class RetireForm(forms.Form):
    because = _text("Why it is taken out", 600, rows=2)


class CommentForm(forms.Form):
    kind = forms.ChoiceField(
        label="You",
        choices=[("comment", "Comment"), ("objection", "Object: the group has to answer you")],
        initial="comment",
        widget=forms.RadioSelect,
    )
    text = _text("What you say", 4000, rows=4)
    behalf = _line(
        "In whose name",
        200,
        required=False,
        help_text="Only where you enter what came by letter or by phone.",
    )


class VoteForm(forms.Form):
    vote = forms.ChoiceField(
        label="Your vote",
        choices=[("for", "For"), ("against", "Against"), ("abstain", "Abstain")],
        widget=forms.RadioSelect,
    )


class AnswerForm(forms.Form):
    answer = _text("Answer", 4000)


class MinutesForm(forms.Form):
    minutes = _text(
        "Minutes of the decision",
        20_000,
        rows=5,
        help_text="Who met, what was weighed, and how it was decided. Everyone can read them.",
    )


class BringForm(forms.Form):
    file = forms.FileField(
        label="Glossary",
        help_text="CSV with the columns “word” and “definition”, or SKOS as Turtle (.ttl) or "
        "JSON-LD (.jsonld). At most 5 MB.",
    )
    encoding = forms.ChoiceField(
        label="Encoding",
        choices=[("", "Find it out"), *ENCODINGS.items()],
        required=False,
        help_text="Choose one only if letters come out wrong.",
    )
    who = _line("Whose glossary it is", 200)
    kind = forms.ChoiceField(label="What kind of body that is", choices=list(KINDS.items()))
    where = _line("Where", 200, required=False)
    citation = _text("Where it was published", 600, rows=2)
    verified_on = day_field("Day you read it there")


class RuleForm(forms.Form):
    comment_days = forms.IntegerField(
        label="Days for comments", help_text="At least; the first day counts.", min_value=1
    )
    quorum = forms.CharField(
        label="Members who must have voted", max_length=20, help_text="A share, such as 1/2."
    )
    majority = forms.CharField(
        label="Votes for, of those for or against", max_length=20, help_text="Such as 2/3."
    )
    objections_answered = forms.BooleanField(
        label="Each objection is answered first", required=False
    )
    source = _line("Where the rule was decided", 300)


class MilestoneForm(forms.Form):
    title = _line("What", 200)
    due_on = day_field("Due on")
    reached_on = day_field("Reached on", required=False)
