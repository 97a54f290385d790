"""Drawing forms: GOV.UK fields by Django's own form renderer.

A form needs no class of ours. `{{ form }}` draws all fields, `{{ form.name.as_field_group }}` one of them, and
`<c-error-summary :form="form" />` above the heading lists what must be mended.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

from cairn.common.forms.dates import MonthYearWidget
from cairn.common.forms.fields import CHOOSE, WRITE

WIDGET_CLASSES: list[tuple[type[forms.Widget], str]] = [
    # The first match counts, so a special widget stands before the one it is made from.
    (forms.HiddenInput, ""),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (Input, "govuk-input"),
]
BOXES = ("govuk-input", "govuk-select", "govuk-textarea")


def get_widget_class(widget: forms.Widget) -> str:
    """The GOV.UK class of a widget; none for a group of inputs, whose parts carry their own."""
    return next((name for kind, name in WIDGET_CLASSES if isinstance(widget, kind)), "")


class BoundField(forms.BoundField):
    """A field that knows its GOV.UK classes and where a link in the error summary must lead."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        # Browsers' own messages differ from ours and cannot be read by everybody; the server answers instead.
        attrs.pop("required", None)
        name = get_widget_class(widget)
        names = [name, f"{name}--error" if name in BOXES and self.errors else "", widget.attrs.get("class", "")]
        if any(names):
            attrs["class"] = " ".join(filter(None, names))
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            # The group is wrong, not each of its choices; the fieldset names the error.
            attrs.pop("aria-invalid", None)
        if isinstance(widget, MonthYearWidget):
            attrs["wrong-part"] = self.wrong_part
        return attrs

    @property
    def wrong_part(self) -> str:
        """Which box of a month and year is wrong: "month", "year", "both" or none."""
        codes = {error.code for error in self.errors.as_data()}
        return "" if not codes else str(next(iter(codes))) if codes in ({"month"}, {"year"}) else "both"

    @property
    def error_target(self) -> str:
        """The id of the input that the error summary leads to."""
        widget = self.field.widget
        if isinstance(widget, MonthYearWidget) and self.wrong_part == "year":
            return f"{self.auto_id}_1"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def errors_in_summary(self) -> list[str]:
        """What is wrong, for a list that stands far from the field."""
        label = self.label if self.label.endswith("?") else f"{self.label}:"
        return [
            f"{label} {str(error).removesuffix(' here')}" if error in (CHOOSE, WRITE) else str(error)
            for error in self.errors
        ]

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)


class FormRenderer(TemplatesSetting):
    """Draws forms with the templates of the site (settings.FORM_RENDERER)."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"
    bound_field_class = BoundField


class SectionedForm(forms.Form):
    """A form whose optional fields wait behind a line that can be opened.

    `optional` names the fields, `optional_summary` is the line. They stand open when one of them has an error.
    """

    optional: ClassVar[Sequence[str]] = ()
    optional_summary: str = "More choices"

    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.optional]

    def optional_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.optional]

    def has_optional_errors(self) -> bool:
        return any(name in self.errors for name in self.optional)
