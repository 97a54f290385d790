"""How every form looks and speaks: GOV.UK fields drawn by Django's own form renderer.

A form needs no class of ours. `{{ form }}` draws all fields, `{{ form.name.as_field_group }}` one of them, and
`<c-error-summary :form="form" />` above the heading lists what must be mended.
"""

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

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
# Said below a field whose label says the rest; in the error summary the label leads them.
CHOOSE, WRITE = "Choose one", "Write a few words here"
BOXES = ("govuk-input", "govuk-select", "govuk-textarea")


def short_text(label: str, *, help_text: str = "", required: bool = False, most: int = 300) -> Any:
    """A field of one line."""
    return _text(label, help_text, required, most, TextInput())


def long_text(label: str, *, help_text: str = "", required: bool = False, rows: int = 5, most: int = 3000) -> Any:
    """A field of several lines."""
    return _text(label, help_text, required, most, forms.Textarea({"rows": rows}))


def _text(label: str, help_text: str, required: bool, most: int, widget: forms.Widget) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=widget,
        error_messages={"required": WRITE},
    )


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
        return "" if not codes else next(iter(codes)) if codes in ({"month"}, {"year"}) else "both"

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
            f"{label} {error.removesuffix(' here')}" if error in (CHOOSE, WRITE) else error for error in self.errors
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
    optional_summary: ClassVar[str] = "More choices"

    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.optional]

    def optional_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.optional]

    def has_optional_errors(self) -> bool:
        return any(name in self.errors for name in self.optional)


# --- Widgets -----------------------------------------------------------------------------------


class TextInput(forms.TextInput):
    """A text box as wide as its answer: `width` is the number of characters (2, 3, 4, 5, 10, 20 or 30)."""

    template_name = "common/forms/widgets/text.html"

    def __init__(self, *, width: int | None = None, prefix: str = "", suffix: str = "", **attrs: Any):
        if width:
            attrs["class"] = f"govuk-input--width-{width}"
        super().__init__(attrs)
        self.prefix = prefix
        self.suffix = suffix

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"prefix": self.prefix, "suffix": self.suffix}
        return context


class NumberInput(TextInput):
    """A number with its unit beside it. A text box, because number boxes change when a mouse wheel turns."""

    def __init__(self, *, width: int = 5, decimal: bool = False, **kwargs: Any):
        super().__init__(width=width, inputmode="decimal" if decimal else "numeric", **kwargs)


class RadioSelect(forms.RadioSelect):
    """Radio buttons; `hints` gives a line under a choice, by its value."""

    def __init__(self, *, hints: Mapping[Any, str] | None = None, inline: bool = False, **attrs: Any):
        super().__init__(attrs)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.inline = inline

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}_hint"
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context


class MonthYearWidget(forms.MultiWidget):
    """Two boxes, Month and Year."""

    template_name = "common/forms/widgets/month_year.html"
    use_fieldset = True

    def __init__(self) -> None:
        box = "govuk-input govuk-date-input__input"
        widgets = {
            "month": forms.TextInput({"class": f"{box} govuk-input--width-4"}),
            "year": forms.TextInput({"class": f"{box} govuk-input--width-4", "inputmode": "numeric"}),
        }
        super().__init__(widgets)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = dict(attrs or {})
        wrong = attrs.pop("wrong-part", "")
        attrs.pop("aria-invalid", None)
        context = super().get_context(name, value, attrs)
        for part, box in zip(("month", "year"), context["widget"]["subwidgets"], strict=True):
            if wrong in (part, "both"):
                box["attrs"]["class"] += " govuk-input--error"
                box["attrs"]["aria-invalid"] = "true"
        return context

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.month, value.year] if value else [None, None]


# --- Fields ------------------------------------------------------------------------------------


class MonthYearField(forms.Field):
    """A month of a year, given as the date of its first day. Months may be written as numbers or names."""

    widget = MonthYearWidget
    default_error_messages: ClassVar[dict[str, str]] = {
        "required": "Enter a month and a year, for example 4 2021",
        "month_missing": "Enter a month as well as the year",
        "year_missing": "Enter a year as well as the month",
        "month": "“{given}” is not a month. Enter a number from 1 to 12, or a name such as April",
        "year": "“{given}” is not a year. Enter four figures, for example 2021",
        "early": "Enter {first} or a later month",
        "late": "Enter {last} or an earlier month",
    }

    def __init__(
        self,
        *,
        first: date | Callable[[], date] | None = None,
        last: date | Callable[[], date] | None = None,
        **kwargs: Any,
    ):
        super().__init__(**kwargs)
        self.first = first
        self.last = last

    def to_python(self, value: Sequence[str | None] | date | None) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        month, year = (" ".join((part or "").split()) for part in value)
        if not month and not year:
            return None
        if not month or not year:
            raise self._problem("year_missing" if month else "month_missing", "year" if month else "month")
        return date(self._read_year(year), self._read_month(month), 1)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        first = self.first() if callable(self.first) else self.first
        last = self.last() if callable(self.last) else self.last
        if first and value < first.replace(day=1):
            raise self._problem("early", "date", first=f"{first:%B %Y}")
        if last and value > last:
            raise self._problem("late", "date", last=f"{last:%B %Y}")

    def has_changed(self, initial: date | None, data: Sequence[str | None] | None) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def _read_month(self, written: str) -> int:
        # Not int(): that would take "٤", "1_0" and "+4".
        if written.isascii() and written.isdigit() and 1 <= int(written[:4]) <= 12:
            return int(written)
        word = written.lower().rstrip(".")
        if len(word) >= 3:
            for number in range(1, 13):
                if calendar.month_name[number].lower().startswith(word) or (number == 9 and word == "sept"):
                    return number
        raise self._problem("month", "month", given=written[:20])

    def _read_year(self, written: str) -> int:
        if written.isascii() and written.isdigit() and len(written) == 4 and int(written) >= 1900:
            return int(written)
        raise self._problem("year", "year", given=written[:20])

    def _problem(self, message: str, code: str, **words: str) -> ValidationError:
        return ValidationError(self.error_messages[message].format(**words), code=code)
