"""Who can be asked about each option: people and bodies that are named on its page, else how to find somebody."""

from collections.abc import Iterator

from django.urls import reverse

from cairn.common.addresses import make_absolute
from cairn.common.documents import Link, Table
from cairn.library.presenters.facts import Facts
from cairn.library.presenters.known import KnownView
from cairn.papers.presenters.wording import join_words, shorten
from cairn.papers.queries import Material, Option

MOST_CONTACTS, MOST_COUNCILS = 4, 8
LONGEST_CONTACT = 260
NO_ONE_NAMED = "No contact has been published."


def make_contacts(material: Material) -> Iterator[Table]:
    """The options in their order; an option without a name says how to ask all the same."""
    rows = tuple(row for option in material.options for row in _list_rows(option))
    if rows:
        yield Table(
            caption="Who to contact about each option",
            columns=("Option", "Who", "How to ask"),
            rows=rows,
            widths=(4, 4, 9),
        )


def _list_rows(option: Option) -> Iterator[tuple[str, str, str | tuple[str | Link, ...]]]:
    name = f"{option.letter}: {option.record.title}"
    known = KnownView(option.known)
    for of, said in known.contacts[:MOST_CONTACTS]:
        yield name, of[:1].upper() + of[1:] or "Named on its page", shorten(said, LONGEST_CONTACT)
    if councils := [f"{place.name}{' (fictional)' * place.is_fictional}" for place in Facts(known).places]:
        shown = councils[:MOST_COUNCILS]
        more = [f"{len(councils) - len(shown)} more"] if len(councils) > len(shown) else []
        yield name, join_words([*shown, *more]), _ask_through(option, "Used it or tried it. ")
    elif not KnownView(option.now).contacts:
        yield name, NO_ONE_NAMED, _ask_through(option, "")
    else:
        yield name, "The people who look after its page", _ask_through(option, "")


def _ask_through(option: Option, before: str) -> tuple[str | Link, ...]:
    address = make_absolute(reverse("records:ask-about", args=[option.record.slug]))
    return (f"{before}Ask through Cairn: ", Link(address, address))
