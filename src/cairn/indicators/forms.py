"""Giving a file, proposing a measure, and the figure that an action should move."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat

from cairn.common.forms import RadioSelect
from cairn.indicators.definitions import AREAS, IndicatorDefinition, group_by_outcome
from cairn.indicators.enums import Hoped
from cairn.indicators.models import Series
from cairn.places.models import Place, PlaceQuerySet


class SeriesField(forms.CharField):
    """Lines of a series, its first year and its last (left out while it goes on)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 3}), **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{series}, {first}, {last or ''}".rstrip(", ") for series, first, last in value)

    def to_python(self, value: Any) -> list[tuple[str, int, int | None]]:  # type: ignore[override]  # typed as text, kept as rows
        return [self._read(line) for line in str(value or "").splitlines() if line.strip()]

    def _read(self, line: str) -> tuple[str, int, int | None]:
        parts = [part.strip() for part in line.rsplit(",", 2)]
        years = parts[1:]
        if not years or not all(re.fullmatch("[12][0-9]{3}", year) for year in years):
            raise ValidationError(
                f"“{line.strip()[:80]}” is not a series with its years. Write it like this: ees.d5.CPP_At31, 2013"
            )
        known = Series.objects.filter(key=parts[0]).exists()
        if not known:
            keys = Series.objects.values_list("key", flat=True)
            near = get_close_matches(parts[0], keys, n=3, cutoff=0.5)
            text = f" Did you mean {' or '.join(near)}?" if near else " The download of all figures lists them."
            raise ValidationError(f"“{parts[0][:80]}” is not a series in any data release on this site.{text}")
        return parts[0], int(years[0]), int(years[1]) if len(years) > 1 else None


class ProposalForm(forms.Form):
    """A measure, in the order in which one thinks of it."""

    title = forms.CharField(label="What is measured", max_length=120, help_text="For example: Repeat plans, per cent")
    short_title = forms.CharField(label="The same in two or three words", max_length=50)
    key = forms.RegexField(
        "^[a-z][a-z0-9_]{2,39}$",
        label="Short name, for web addresses and files",
        help_text="Lower-case letters, digits and underscores, for example repeat_plan_pct",
        error_messages={"invalid": "Use lower-case letters, digits and underscores, and start with a letter."},
    )
    what_it_is = forms.CharField(label="Exact definition", widget=forms.Textarea({"rows": 3}))
    why_it_matters = forms.CharField(label="Why it matters", widget=forms.Textarea({"rows": 2}))
    caution = forms.CharField(label="What should readers be careful about?", widget=forms.Textarea({"rows": 3}))
    area = forms.ChoiceField(label="Outcome it belongs to", choices=list(AREAS.items()))
    kind = forms.ChoiceField(
        label="Type of figure",
        choices=[
            ("percentage", "A percentage"),
            ("rate", "A rate, per 10,000"),
            ("count", "A number"),
            ("average", "An average, a score or money"),
        ],
    )
    unit = forms.CharField(label="Its unit", max_length=80, help_text="For example: per cent of plans started")
    counted = forms.CharField(label="What is counted", max_length=80, help_text="For example: repeat plans")
    one = forms.CharField(label="One of them", max_length=40, help_text="For example: plan")
    many = forms.CharField(label="Many of them", max_length=40, help_text="For example: plans")
    period = forms.ChoiceField(
        label="Is it counted on one day, or over a year?",
        choices=[("snapshot", "On one day"), ("flow", "During a year")],
    )
    year_ends = forms.ChoiceField(
        label="The day its year ends, or the day it is counted",
        choices=[(day, day) for day in ("31 March", "31 August", "30 September", "31 December")],
    )
    polarity = forms.ChoiceField(
        label="Which way is better",
        choices=[("none", "Neither in itself"), ("down", "Lower"), ("up", "Higher")],
    )
    polarity_note = forms.CharField(label="Why", widget=forms.Textarea({"rows": 2}))
    smallest_change = forms.FloatField(
        label="What change would matter",
        min_value=0.01,
        help_text="Percentage points for a percentage. Per cent of the figure for everything else",
    )
    smallest_change_reason = forms.CharField(label="Why this size of change", widget=forms.Textarea({"rows": 2}))
    source_title = forms.CharField(label="Title of the publication", max_length=200)
    source_publisher = forms.CharField(label="Its publisher", max_length=100)
    source_url = forms.URLField(label="Its address (optional)", required=False, assume_scheme="https")
    value = SeriesField(
        label="Series for the published figure",
        required=False,
        help_text="One line for each: series, first year, last year. Leave out the last year if the series continues.",
    )
    numerator = SeriesField(label="Series for what is counted (optional for percentages)", required=False)
    denominator = SeriesField(label="Series to divide by", required=False)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="The file",
        help_text="As published: CSV, Parquet, Excel, OpenDocument, a report as PDF, or one of these zipped.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Download it again.",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_MAX_BYTES:
            raise ValidationError(
                f"The file has {filesizeformat(file.size)}; at most "
                f"{filesizeformat(settings.IMPORT_MAX_BYTES)} are accepted. Upload only the table you "
                "need."
            )
        return file


class ActionMeasureForm(forms.Form):
    """Which published figure an action should move, where, and which way."""

    measure = forms.ChoiceField(
        label="Figure",
        widget=forms.Select(),
        error_messages={"required": "Choose a figure", "invalid_choice": "Choose a figure from the list"},
    )
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label="Council",
        to_field_name="code",
        empty_label="Choose a council",
        error_messages={"required": "Choose a council", "invalid_choice": "Choose a council from the list"},
    )
    hoped = forms.ChoiceField(
        label="Which way should it move?",
        help_text="For some figures neither is good in itself. Say what you hope for.",
        choices=Hoped.choices,
        widget=RadioSelect(inline=True),
        error_messages={"required": "Choose higher or lower", "invalid_choice": "Choose higher or lower"},
    )

    def __init__(
        self, *args: Any, measures: Iterable[IndicatorDefinition], places: PlaceQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measures = {one.key: one for one in measures}
        self.fields["measure"].choices = [
            ("", "Choose a figure"),
            *(
                (title, [(one.key, one.title) for one in found])
                for title, found in group_by_outcome(self.measures.values())
            ),
        ]
        self.fields["place"].queryset = places

    def get_definition(self) -> IndicatorDefinition:
        return self.measures[self.cleaned_data["measure"]]
