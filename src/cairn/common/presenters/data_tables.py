"""Make a table one that can become cards: each cell names its column.

On a narrow screen the style sheet shows each row as a card (`display: grid`). It stays a table to screen readers: in
Chromium since 80, in Firefox, and in Safari since 17. Roles that once helped older ones are not valid HTML.
"""

from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def mark_up_rows(html: str) -> SafeString:
    """The head and body of a table, with `data-label` on each cell of the body and `scope` on each heading."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return mark_safe("".join(writer.parts))  # noqa: S308 - what the template made, with attributes added


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.labels: list[str] = []
        self.column = 0
        self.in_head = False
        self.heading: list[str] | None = None
        self.depth = 0  # tables inside a cell are not ours

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        self.depth += tag == "table"
        added = {} if self.depth else self._get_added(tag, dict(attrs))
        ending = "/>" if written.endswith("/>") else ">"
        extra = "".join(f' {name}="{escape(value)}"' for name, value in added.items() if name not in dict(attrs))
        self.parts.append(written[: -len(ending)] + extra + ending)

    handle_startendtag = handle_starttag

    def _get_added(self, tag: str, attributes: dict[str, str | None]) -> dict[str, str]:
        if tag == "thead":
            self.in_head = True
        if tag == "tr":
            self.column = 0
        if tag not in {"td", "th"}:
            return {}
        span = int(attributes.get("colspan") or 1)
        label = self.labels[self.column] if self.column < len(self.labels) and span == 1 else ""
        self.column += span
        if tag == "th":
            if self.in_head:
                self.heading = []
                return {"scope": "col"}
            return {"scope": "row"}
        return {"data-label": label} if label else {}

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")
        if tag == "table":
            self.depth -= 1
        if self.depth:
            return
        if tag == "thead":
            self.in_head = False
        if tag == "th" and self.heading is not None:
            self.labels.append(" ".join(unescape("".join(self.heading)).split()))
            self.heading = None

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data}-->")

    def _keep(self, text: str) -> None:
        self.parts.append(text)
        if self.heading is not None:
            self.heading.append(text)
