"""Places as pages show them."""

from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote

from django.conf import settings

from cairn.places.models import Place, PlaceChange
from cairn.places.queries import get_day


def group_by_region(councils: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    """Councils by name under their regions, in the order of the alphabet."""
    rows = sorted(councils, key=lambda place: (place.region.name, place.name, place.code))
    return [(region, list(group)) for region, group in groupby(rows, key=lambda place: place.region.name)]


def describe_history(place: Place) -> list[tuple[str, Place, str]]:
    """What came before and after a council: a sentence around the other council, as (before, council, after)."""
    history = []
    for change in place.changes_before.select_related("predecessor").order_by("date", "predecessor__code"):
        history.append(("Took over from", change.predecessor, _describe_change(change)))
    for change in place.changes_after.select_related("successor").order_by("date", "successor__code"):
        history.append(("Followed by", change.successor, _describe_change(change)))
    return history


def get_successors(place: Place) -> list[Place]:
    """The councils that took over an ended one; none for a council of today."""
    changes = place.changes_after.select_related("successor").order_by("successor__name", "successor__code")
    return [] if place.is_current else [change.successor for change in changes]


def _describe_change(change: PlaceChange) -> str:
    return f"on {get_day(change.date)}. {change.note}".strip()


def write_letter(place: Place, *, site: str) -> list[str]:
    """A letter to a council from which nobody is here yet, line by line."""
    return [
        "Dear colleague,",
        f"We are looking at what councils have tried in children’s social care, and what happened. We would like "
        f"to learn from {place.name}, and to hear what did not work too.",
        f"Our notes are kept on {settings.SITE_NAME} ({site}). No one from {place.name} is there yet. Could you, or "
        "somebody who knows the work, join, or give us half an hour on the telephone?",
        "What you write there is private until you share it. You can see what is said about your council, say where it "
        "is wrong, and get an answer.",
        "With thanks,",
    ]


def make_mail_link(subject: str, lines: list[str]) -> str:
    """An address that opens a mail program with the letter in it."""
    return f"mailto:?subject={quote(subject)}&body={quote(chr(10).join([*(f'{line}{chr(10)}' for line in lines)]))}"
