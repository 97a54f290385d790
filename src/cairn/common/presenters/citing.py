"""How something is cited: in words, for reference managers (`citation_*`) and for search engines (schema.org).

The data of schema.org stand in the page as JSON that no browser executes, so the security policy, which allows no code
within a page, has nothing to say about them (ADR 50).
"""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cairn.common.dates import is_partial_date

# As Django's json_script has them: nothing within the data can end the element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Citation:
    """`form` is a type of schema.org; `date` is as exact as it is known; `address` is whole."""

    form: str
    title: str
    address: str
    authors: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    version: str = ""
    description: str = ""
    found_at: str = ""  # the work itself, where the page only tells of it

    @property
    def year(self) -> str:
        return self.date[:4] if is_partial_date(self.date) else ""

    @property
    def where(self) -> str:
        return self.found_at or self.address

    @property
    def words(self) -> str:
        """ "Mason, P. (2017). Family Valued. Department for Education." The address comes after them."""
        who = "; ".join(self.authors) or self.publisher
        parts = [f"{who} ({self.year or 'no date'})" if who else self.year, self.title, self.version]
        parts += [self.publisher] if self.authors else []
        return " ".join(f"{part.rstrip('.')}." for part in parts if part)

    @property
    def head(self) -> SafeString:
        metas = [("citation_title", self.title), *(("citation_author", one) for one in self.authors)]
        metas += [("citation_publication_date", self.date.replace("-", "/"))] if self.year else []
        metas += [("citation_technical_report_institution", self.publisher)] if self.publisher else []
        metas += [("citation_public_url", self.address)]
        return format_html(
            '{}\n    <script type="application/ld+json">{}</script>',
            format_html_join("\n    ", '<meta name="{}" content="{}">', metas),
            mark_safe(json.dumps(self._describe(), ensure_ascii=False).translate(ESCAPES)),  # noqa: S308 (escaped)
        )

    def _describe(self) -> dict[str, Any]:
        said = {
            "@context": "https://schema.org",
            "@type": self.form,
            "name": self.title,
            "headline": self.title[:110],
            "description": self.description,
            "url": self.address,
            "sameAs": self.found_at,
            "datePublished": self.date if self.year else "",
            "version": self.version,
            "inLanguage": "en-GB",
            # Whether they are people or organisations is not recorded.
            "author": [{"@type": "Thing", "name": one} for one in self.authors],
            "publisher": {"@type": "Organization", "name": self.publisher} if self.publisher else "",
        }
        return {name: value for name, value in said.items() if value}
