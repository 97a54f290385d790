"""Fields and widgets that speak as the site does."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cairn.common.keys import read_key, read_keys

# Said below a field whose label says the rest; in the error summary the label leads them.
CHOOSE, WRITE = "Choose one", "Enter a few words"


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


class RowField(forms.ModelChoiceField):  # type: ignore[type-arg]  # as below
    """One row of a list; likewise where it is a record, whose key SQLite is asked for as it was sent."""

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and read_key(str(getattr(value, "pk", value))) is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    """Some rows of a list. What can be the key of no row is none of them; Django would ask the database for it."""

    def clean(self, value: Any) -> Any:
        if len(read_keys(map(str, value or ()))) < len(value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


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


class NumberField(forms.FloatField):
    """A number as people write it: with commas, a pound sign or a per cent sign."""

    def __init__(self, *, required: bool = False, width: int = 10, **kwargs: Any) -> None:
        super().__init__(required=required, widget=NumberInput(width=width, decimal=True), **kwargs)
        self.error_messages["invalid"] = "Enter a number, for example 25 or 60,000"
        least, most = kwargs.get("min_value"), kwargs.get("max_value")
        if least is not None and most is not None:
            allowed = f"Enter a number from {least:,} to {most:,}"
            self.error_messages |= {"min_value": allowed, "max_value": allowed}

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # its input is a whole number's, its value not
        return super().to_python(str(value or "").replace(",", "").replace("£", "").replace("%", "").strip())
