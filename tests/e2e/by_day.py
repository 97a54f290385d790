"""Which pages a browser opens by day: as few as together show every template that pages share.

What only one page shows, its own template, a browser opens by night, and Django's client by day. The choice stands in
pages_by_day.json, which `python tools/pages_by_day.py` writes: the pages of the day with what each of them is there
for, and those of the night. A page that is not in it yet is opened by day.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.template import Template
from django.test.signals import template_rendered

FILE = Path(__file__).with_name("pages_by_day.json")
SHOWN = "A template that pages share is in no page of the day: run python tools/pages_by_day.py"


@contextmanager
def noting_templates() -> Iterator[set[str]]:
    """The names of the templates that are rendered meanwhile, in any thread of the site."""
    seen: set[str] = set()

    def note(template: Template, **_: Any) -> None:
        seen.add(str(template.name))

    template_rendered.connect(note)
    try:
        yield seen
    finally:
        template_rendered.disconnect(note)


def is_part(template: str) -> bool:
    return template.startswith("components/") or "/parts/" in template


def choose(shown: dict[str, set[str]]) -> dict[str, list[str]]:
    """Pages that together show each template which two pages show or which is made to be shared; greedily."""
    times: dict[str, int] = {}
    for templates in shown.values():
        for template in templates:
            times[template] = times.get(template, 0) + 1
    left = {template for template, number in times.items() if number > 1 or is_part(template)}
    chosen: dict[str, list[str]] = {}
    while left:
        page = max(shown, key=lambda name: (len(shown[name] & left), name))
        chosen[page] = sorted(shown[page] & left)
        left -= shown[page]
    return chosen


def write(shown: dict[str, set[str]]) -> None:
    day = choose(shown)
    content = {"day": dict(sorted(day.items())), "night": sorted(shown.keys() - day.keys())}
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def mark(page_types: Iterable[Any]) -> list[Any]:
    night = set(read()["night"])
    return [pytest.param(one, marks=pytest.mark.nightly) if one.name in night else one for one in page_types]


def find_unseen(name: str, templates: set[str]) -> list[str]:
    """What is wrong with the choice, as one page shows: it is asked of every page by night."""
    day = read()["day"]
    everything = {template for those in day.values() for template in those}
    problems = [f"{SHOWN} ({name} no longer shows {one})" for one in day.get(name, []) if one not in templates]
    return problems + [f"{SHOWN} ({one})" for one in sorted(templates) if is_part(one) and one not in everything]
