"""Fields of dates: a month of a year, and a date as exactly as it is known."""

import calendar
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cairn.common.dates import is_partial_date
from cairn.common.forms.fields import TextInput

DATE_HELP = "As exactly as you know it: 2025, 2025-04 or 2025-04-30"


class MonthYearWidget(forms.MultiWidget):
    """Two boxes, Month and Year."""

    template_name = "common/forms/widgets/month_year.html"
    use_fieldset = True

    def __init__(self) -> None:
        box = "govuk-input govuk-date-input__input"
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
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


class MonthYearField(forms.Field):
    """A month of a year, given as the date of its first day. Months may be written as numbers or names."""

    widget = MonthYearWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
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
        if not value:
            return None
        if isinstance(value, date):
            return value
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


class PartialDateField(forms.CharField):
    """A year, a month of one or a day of one, as text."""

    def __init__(self, label: str, *, required: bool = False) -> None:
        super().__init__(
            label=label,
            help_text=DATE_HELP,
            required=required,
            max_length=10,
            widget=TextInput(width=10),
            error_messages={"required": "Enter at least the year"},
        )

    def clean(self, value: Any) -> str:
        given = super().clean(value)
        if given and not is_partial_date(given):
            raise forms.ValidationError(
                f"“{given}” is not a date we can read. Enter it like 2025, 2025-04 or 2025-04-30."
            )
        return given
