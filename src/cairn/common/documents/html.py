"""The tree as HTML with the classes of the site; everything is escaped."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cairn.common.documents import tree

LONG_ADDRESS = 40  # letters; of a longer one a page shows the site, which is what a reader looks for, and the end
ENDING = 24
LONG_CELL = 60  # letters; on a phone such a table keeps its width and scrolls
SIZES = {1: "m", 2: "s", 3: "s", 4: "s"}


def to_html(blocks: Iterable[tree.Block]) -> SafeString:
    """Blocks as they stand on a page, below its h1."""
    return mark_safe("".join(_render(block) for block in blocks))  # noqa: S308 (each part is escaped)


def _render(block: tree.Block) -> str:
    match block:
        case tree.Heading(words, level):
            return format_html('<h{0} class="govuk-heading-{1}">{2}</h{0}>', level + 1, SIZES[level], tree.clean(words))
        case tree.Paragraph(parts):
            return format_html('<p class="govuk-body">{}</p>', _inline(parts))
        case tree.BulletList(items):
            inside = format_html_join("", "<li>{}</li>", ((_inline(item),) for item in items))
            return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', inside)
        case tree.Quote(words, source):
            return format_html(
                '<blockquote class="govuk-inset-text"><p>{}</p><p class="govuk-body-s">{}</p></blockquote>',
                tree.clean(words),
                tree.clean(source),
            )
        case tree.Notice(words):
            return format_html('<div class="govuk-inset-text">{}</div>', tree.clean(words))
        case tree.Facts(rows):
            inside = format_html_join(
                "",
                '<div class="govuk-summary-list__row govuk-summary-list__row--no-actions">'
                '<dt class="govuk-summary-list__key">{}</dt><dd class="govuk-summary-list__value">{}</dd></div>',
                ((tree.clean(name), _part(value)) for name, value in rows),
            )
            return format_html('<dl class="govuk-summary-list">{}</dl>', inside)
        case tree.Table():
            return _table(block)
        case tree.Chart(svg=svg, narrow=narrow) if narrow:
            return format_html(
                '<figure class="cairn-figure"><div class="only-wide">{}</div>'
                '<div class="only-narrow">{}</div></figure>',
                mark_safe(svg),  # noqa: S308 (drawn by ourselves)
                mark_safe(narrow),  # noqa: S308 (drawn by ourselves)
            )
        case tree.Chart(words, svg):
            return format_html(
                '<figure class="cairn-figure" role="img" aria-label="{}">{}</figure>',
                words,
                mark_safe(svg),  # noqa: S308 (drawn by ourselves)
            )
    raise TypeError(block)


def _table(table: tree.Table) -> str:
    columns = format_html_join(
        "", '<th scope="col" class="govuk-table__header">{}</th>', ((tree.clean(name),) for name in table.columns)
    )
    rows = format_html_join(
        "",
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{}</th>{}</tr>',
        (
            (
                _cell(row[0]),
                format_html_join("", '<td class="govuk-table__cell">{}</td>', ((_cell(cell),) for cell in row[1:])),
            )
            for row in table.rows
        ),
    )
    return format_html(
        '<div class="cairn-scroll" role="region" aria-label="{}" tabindex="0"><table class="govuk-table{}">'
        '<caption class="{}"><span class="cairn-caption">{}</span></caption>'
        '<thead class="govuk-table__head"><tr class="govuk-table__row">{}</tr></thead>'
        '<tbody class="govuk-table__body">{}</tbody></table></div>',
        table.caption,
        " cairn-table--texts" if any(tree.measure(cell) > LONG_CELL for row in table.rows for cell in row) else "",
        "govuk-visually-hidden" if table.is_named_above else "govuk-table__caption govuk-table__caption--s",
        table.caption,
        columns,
        rows,
    )


def _cell(cell: tree.Cell) -> Any:
    if isinstance(cell, tree.Gauge):
        return format_html(
            '<span class="f-strength">{}<span><b>{}</b><br>{}</span></span>',
            mark_safe(cell.svg),  # noqa: S308 (drawn by ourselves)
            cell.count,
            tree.clean(cell.words),
        )
    return _part(cell) if isinstance(cell, str) else _inline(cell)


def _inline(parts: tuple[tree.Inline, ...]) -> SafeString:
    return format_html_join("", "{}", ((_part(part),) for part in parts))


def _part(part: tree.Inline) -> Any:
    if isinstance(part, tree.Link):
        return format_html(
            '<a class="govuk-link" href="{}" rel="nofollow noopener">{}</a>', part.address, _shorten(part)
        )
    lines = tree.clean(part).split("\n")
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def _shorten(link: tree.Link) -> str:
    if link.words != link.address or len(link.address) <= LONG_ADDRESS:
        return tree.clean(link.words)
    parts = urlsplit(link.address)
    host = (parts.hostname or link.address).removeprefix("www.")
    return f"{host}/…{parts.path.rstrip('/')[-ENDING:]}"  # the end keeps links to pages of one site apart
