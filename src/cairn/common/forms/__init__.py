"""How every form of the site looks and speaks."""

from cairn.common.forms.dates import MonthYearField, PartialDateField
from cairn.common.forms.fields import (
    CHOOSE,
    NumberField,
    NumberInput,
    RadioSelect,
    RowField,
    RowsField,
    TextInput,
    long_text,
    short_text,
)
from cairn.common.forms.rendering import FormRenderer, SectionedForm

__all__ = [
    "CHOOSE",
    "FormRenderer",
    "MonthYearField",
    "NumberField",
    "NumberInput",
    "PartialDateField",
    "RadioSelect",
    "RowField",
    "RowsField",
    "SectionedForm",
    "TextInput",
    "long_text",
    "short_text",
]
