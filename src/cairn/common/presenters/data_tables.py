"""Make a table one that can become cards: each cell names its column.

On a narrow screen the style sheet shows each row as a card (`display: grid`). It stays a table to screen readers: in
Chromium since 80, in Firefox, and in Safari since 17. Roles that once helped older ones are not valid HTML.
"""

import re
from html import unescape

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Only what a table is made of is looked at: reading everything between as well took a tenth of the time of a page.
PART = re.compile(
    r"""<!--.*?-->|<(?P<ends>/?)(?P<tag>table|thead|tr|td|th)\b(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>""",
    re.DOTALL,
)
NAME_AND_VALUE = re.compile(r"""([^\s=/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")
TAG = re.compile(r"""<!--.*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)


def mark_up_rows(html: str) -> SafeString:
    """The head and body of a table, with `data-label` on each cell of the body and `scope` on each heading."""
    return mark_safe(PART.sub(_Marker().mark, html))  # noqa: S308 - what the template made, with attributes added


class _Marker:
    def __init__(self) -> None:
        self.labels: list[str] = []
        self.column = 0
        self.in_head = False
        self.heading_begins: int | None = None
        self.depth = 0  # tables inside a cell are not ours

    def mark(self, part: re.Match[str]) -> str:
        tag = part["tag"]
        if tag == "table":
            self.depth += -1 if part["ends"] else 1
        if not tag or tag == "table" or self.depth:
            return part[0]
        if part["ends"]:
            self._end(tag, part)
            return part[0]
        given = {name: "".join(values) for name, *values in NAME_AND_VALUE.findall(part["attributes"])}
        added = self._begin(tag, given, part.end())
        extra = "".join(f' {name}="{escape(value)}"' for name, value in added.items() if name not in given)
        return f"{part[0][:-1]}{extra}>"

    def _begin(self, tag: str, given: dict[str, str], ends_at: int) -> dict[str, str]:
        if tag in ("thead", "tr"):
            self.in_head = self.in_head or tag == "thead"
            self.column = 0
            return {}
        span = int(given.get("colspan") or 1)
        label = self.labels[self.column] if self.column < len(self.labels) and span == 1 else ""
        self.column += span
        if tag == "td":
            return {"data-label": label} if label else {}
        if not self.in_head:
            return {"scope": "row"}
        self.heading_begins = ends_at
        return {"scope": "col"}

    def _end(self, tag: str, part: re.Match[str]) -> None:
        if tag == "thead":
            self.in_head = False
        if tag == "th" and self.heading_begins is not None:
            heading = TAG.sub("", part.string[self.heading_begins : part.start()])
            self.labels.append(" ".join(unescape(heading).split()))
            self.heading_begins = None
