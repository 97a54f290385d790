"""The components with what their own files say about them, for the gallery page."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator

from cairn.common.charts import Line, LineChart, Start, Words, draw_both
from cairn.common.forms import MonthYearField, NumberInput, RadioSelect, SectionedForm
from cairn.common.tables import Column

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
PURPOSE = re.compile(r"\{% comment %\}(.*?)\{% endcomment %\}", re.DOTALL)


@dataclass(frozen=True)
class Component:
    name: str
    purpose: str
    example: str
    template_name: str


def get_components() -> list[Component]:
    """Every component: the comment on top of its file, and its example where it can stand alone."""
    return [_read_component(path) for path in sorted((TEMPLATES / "components").glob("*.html"))]


def _read_component(path: Path) -> Component:
    purpose = PURPOSE.search(path.read_text(encoding="utf-8"))
    example = TEMPLATES / "common" / "gallery" / path.name
    return Component(
        name=path.stem.replace("_", "-"),
        purpose=" ".join(purpose[1].split()) if purpose else "",
        example=example.read_text(encoding="utf-8").strip() if example.exists() else "",
        template_name=f"common/gallery/{path.name}",
    )


class ExampleForm(SectionedForm):
    """One field of every kind."""

    optional = ("note",)
    optional_summary = "Add a note"
    council = forms.ChoiceField(
        label="Where?",
        choices=[("", "Choose a council"), ("ottenvale", "Ottenvale")],
        error_messages={"required": "Choose a council"},
    )
    start = MonthYearField(label="Since when?", help_text="For example 4 2021 or April 2021", first=date(2010, 1, 1))
    size = forms.DecimalField(
        label="What change would matter?",
        help_text="The smallest change that would be worth the work",
        widget=NumberInput(suffix="per cent", decimal=True),
        error_messages={"required": "Enter a number of per cent", "invalid": "Enter a number, for example 10"},
    )
    direction = forms.ChoiceField(
        label="Which way?",
        choices=[("fewer", "Fewer"), ("more", "More")],
        widget=RadioSelect(hints={"fewer": "For example fewer children coming into care"}),
        error_messages={"required": "Choose fewer or more"},
    )
    harm = forms.MultipleChoiceField(
        label="What would show harm?",
        choices=[("repeat", "More repeat plans"), ("referral", "More repeat referrals")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one sign of harm"},
    )
    agreed = forms.BooleanField(
        label="I have agreed this with the people who run the project",
        error_messages={"required": "Agree this with the people who run the project first"},
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)


def make_example_chart() -> LineChart:
    words = Words("Ottenvale", "Line chart of children looked after in Ottenvale, which fell.", "Per 10,000 children")
    own, expected = (82.0, 80.0, None, 66.0, 61.0), (82.0, 81.0, 82.0, 83.0, 84.0)
    lines = (Line(expected, "expected", "Expected"), Line(own, "own", "Ottenvale"))
    return LineChart(words, tuple(range(2019, 2024)), lines, Start(2020, "Last year before"), gaps=((2021, "[c]"),))


def get_example_context() -> dict[str, Any]:
    """What the examples show: invented figures of an invented council."""
    return {
        "wrong_form": ExampleForm({"start_month": "13", "start_year": "2021", "size": "lots"}),
        "example_columns": ["Year", Column("Children", numeric=True), Column("Rate per 10,000", numeric=True)],
        "example_rows": [["2019", "410", "82"], ["2023", "305", "61"]],
        "example_chart": draw_both(make_example_chart()),
        "example_page": Paginator(range(50), 10).page(2),
    }
