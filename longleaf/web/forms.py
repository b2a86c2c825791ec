"""Forms in the markup of the U.S. Web Design System."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from longleaf.basis.problem import ProblemsError

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.Textarea, "usa-textarea"),
    (forms.ClearableFileInput, "usa-file-input"),
    (forms.Select, "usa-select"),
    (forms.Widget, "usa-input"),
)


class UswdsBoundField(forms.BoundField):
    """Adds the design system's class to the control, and says that it is invalid."""

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: dict[str, Any] | None = None,
        only_initial: bool = False,
    ) -> SafeString:
        widget = widget or self.field.widget
        name = next(name for kind, name in _CLASSES if isinstance(widget, kind))
        given = {**(attrs or {})}
        given["class"] = " ".join(filter(None, [name, widget.attrs.get("class", "")]))
        if isinstance(widget, forms.ClearableFileInput):
            # The design system's script writes its own words into aria-label; these come before.
            given["aria-labelledby"] = f"{self.auto_id}_label"
        if self.errors:
            given["class"] += f" {name}--error"
        return super().as_widget(widget, given, only_initial)


class UswdsRenderer(TemplatesSetting):
    """Every form and field of the product, allauth's too, through our own few templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = UswdsBoundField


def add_problems(form: forms.BaseForm, error: ProblemsError) -> None:
    """Show what a verb refused at the fields it named; what has no field of its own, on top."""
    for problem in error.problems:
        field = problem.where if problem.where in form.fields else None
        form.add_error(field, f"{problem.reason} {problem.fix}".strip())
