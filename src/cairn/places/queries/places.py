"""Reads of places."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from cairn.accounts.models import Reader
from cairn.places.models import Membership, Place, PlaceAlias, PlaceCode, PlacePart
from cairn.places.queries.postcodes import find_district, tidy_postcode

# What people write around the name of a council.
AROUND = re.compile(
    r"^(london borough of|royal borough of|metropolitan borough of|borough of|the) "
    r"| (county|city|borough|metropolitan borough|district|unitary)? ?council$"
)


LONGEST_NAME = 5  # words, in a search
MOST_WORDS = 12

Names = dict[str, set[str]]  # normalised name -> codes


class UnableToFindPlace(ValueError):
    """No council, or more than one, answers to what was given; `near` are those that may be meant."""

    def __init__(self, message: str, near: Iterable[Place] = ()) -> None:
        super().__init__(message)
        self.near = list(near)


def normalise(text: str) -> str:
    """Lower case, without accents and punctuation, single spaces, "&" as "and"."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    text = re.sub(r"['’.]", "", text.casefold().replace("&", " and "))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def find_place(text: str, *, fictional: bool = False, names: Names | None = None) -> Place:
    """The one council with this name, other spelling, code or slug.

    Two councils of one name are never told apart by guessing, not even when one of them has been abolished. Whoever
    looks for many gives the `names` of the nation, from `get_names`.
    """
    wanted = normalise(text)
    if not wanted:
        raise UnableToFindPlace("Enter the name of a council or its 3-digit code, for example Leeds or 383.")
    if not fictional and (postcode := tidy_postcode(text)):
        return find_by_postcode(postcode)
    names = get_names(fictional=fictional) if names is None else names
    codes = names.get(wanted) or names.get(AROUND.sub("", wanted).strip()) or set()
    if not codes and not fictional:  # a district within a county, from an imported list
        codes = set(PlacePart.objects.filter(text=wanted).values_list("place__code", flat=True))
    if len(codes) == 1:
        return Place.objects.get(code=next(iter(codes)))
    if codes:
        places = Place.objects.filter(code__in=codes).order_by("-closed_on", "code")
        listed = "; ".join(sorted(map(describe, places)))
        raise UnableToFindPlace(
            f"'{text.strip()}' is the name of {len(codes)} councils: {listed}. Enter the code of the one you mean.",
            places,
        )
    near = _find_close(wanted, names)
    raise UnableToFindPlace(f"'{text.strip()[:80]}' is not a council we recognise. {_suggest(near, names)}", near)


def find_close(text: str, *, fictional: bool) -> list[Place]:
    """Councils whose name is close to what was given, for somebody who mistyped it."""
    return _find_close(normalise(text), get_names(fictional=fictional))


def describe_end(place: Place) -> tuple[str, list[Place]]:
    """What became of a council that ended, in words, and the councils of today that came after it."""
    changes = place.changes_after.select_related("successor").order_by("successor__name")
    after = [change.successor for change in changes]
    ended = f"{place.name} ended on {get_day(place.closed_on)}." if place.closed_on else f"{place.name} has ended."
    return (f"{ended} Choose the council that covers the area now." if after else ended), after


def find_named(text: str, *, most: int = 3) -> list[Place]:
    """Councils that a text names, or in whose area its postcode lies; the longest names first, invented ones last."""
    if postcode := tidy_postcode(text):
        try:
            return [find_by_postcode(postcode)]
        except UnableToFindPlace:
            return []
    words = normalise(text).split()[:MOST_WORDS]
    starts = [place for place, word in enumerate(words) if not word.isdigit()]  # a code is no name: "383 homes"
    runs = [(start, start + length) for length in range(LONGEST_NAME, 0, -1) for start in starts]
    runs = [run for run in runs if run[1] <= len(words)]
    named = _get_named({" ".join(words[start:end]) for start, end in runs})
    found: list[Place] = []
    taken: set[int] = set()
    for start, end in runs:
        if (places := named.get(" ".join(words[start:end]))) and not taken & set(range(start, end)):
            taken |= set(range(start, end))
            found += places
    return sorted(dict.fromkeys(found), key=lambda place: place.is_fictional)[:most]


def _get_named(names: set[str]) -> dict[str, list[Place]]:
    """Councils by those of these names that they have or had; two queries."""
    found: dict[str, list[Place]] = {}
    slugs = {name.replace(" ", "-") for name in names}
    for place in Place.objects.councils().filter(slug__in=slugs).order_by("code"):
        found.setdefault(place.slug.replace("-", " "), []).append(place)
    aliases = PlaceAlias.objects.filter(text__in=names, place__in=Place.objects.councils())
    for alias in aliases.select_related("place").order_by("place__code"):
        found.setdefault(alias.text, []).append(alias.place)
    return found


def find_by_postcode(postcode: str) -> Place:
    """The council of today in whose area a tidy postcode lies."""
    district = find_district(postcode)
    found = PlaceCode.objects.filter(code=district, place__closed_on=None).select_related("place").first()
    if found:
        return found.place
    codes = set(PlacePart.objects.filter(text=normalise(district)).values_list("place__code", flat=True))
    if len(codes) == 1:
        return Place.objects.get(code=codes.pop())
    if district.startswith("E"):
        raise UnableToFindPlace(
            f"{postcode} is in a district, and Cairn does not know its county yet. Enter the county. "
            "The host can import the list of districts from the Office for National Statistics."
        )
    if district:
        raise UnableToFindPlace(f"{postcode} is not in England.")
    raise UnableToFindPlace(f"{postcode} is not a postcode we recognise. Check it, or enter the name of a council.")


def find_fictional_namesake(text: str) -> Place | None:
    """The fictional council with this name, for somebody who looked for it among the real ones."""
    try:
        return find_place(text, fictional=True)
    except UnableToFindPlace:
        return None


def describe(place: Place) -> str:
    """Name and code, with the dates that tell it from another of the same name."""
    parts = [place.code]
    if place.opened_on:
        parts.append(f"since {get_day(place.opened_on)}")
    if place.closed_on:
        parts.append(f"until {get_day(place.closed_on)}")
    return f"{place.name} ({', '.join(parts)})"


def get_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def get_names(*, fictional: bool) -> Names:
    """Everything a council can be called, to the codes of the councils called so; three queries."""
    councils = Place.objects.councils().in_nation(fictional=fictional)
    rows = [
        *(
            (text, code)
            for code, name, slug in councils.values_list("code", "name", "slug")
            for text in (code, name, slug)
        ),
        *PlaceAlias.objects.filter(place__in=councils).values_list("text", "place__code"),
        *PlaceCode.objects.filter(place__in=councils).values_list("code", "place__code"),
    ]
    names: Names = {}
    for text, code in rows:
        names.setdefault(normalise(text), set()).add(code)
    return names


def _find_close(wanted: str, names: Names) -> list[Place]:
    inside = [name for name in names if len(wanted) > 3 and wanted in name]
    close = inside[:5] or get_close_matches(wanted, names, n=5, cutoff=0.7)
    codes = {code for name in close for code in names[name]}
    return sorted(Place.objects.filter(code__in=codes), key=describe) if codes else []


def _suggest(near: list[Place], names: Names) -> str:
    if not names:
        return "No places are loaded yet; run `cairn data import` or `cairn demo` first."
    if not near:
        return "Enter the name of a council with children’s services, or its 3-digit code."
    return f"Did you mean {' or '.join(map(describe, near))}?"


def search_councils(text: str, *, fictional: bool) -> list[Place]:
    """Councils of one nation whose name or other spelling contains the text; all of them without a text."""
    councils = list(Place.objects.councils().in_nation(fictional=fictional).select_related("region"))
    wanted = normalise(text)
    if not wanted:
        return councils
    other = set(PlaceAlias.objects.filter(text__contains=wanted).values_list("place_id", flat=True))
    other |= set(PlacePart.objects.filter(text__contains=wanted).values_list("place_id", flat=True))
    return [place for place in councils if wanted in normalise(place.name) or place.pk in other]


def is_from_fictional_council(user: Reader) -> bool:
    """Whether somebody works in the fictional nation of a demonstration; its councils never stand beside real ones."""
    if not user.is_authenticated:
        return False
    return Membership.objects.active().filter(user=user, organisation__is_fictional=True).exists()


def get_own_council(user: Reader) -> Place | None:
    """The council that somebody works for; the first one, where they work for several."""
    if not user.is_authenticated:
        return None
    memberships = Membership.objects.active().filter(user=user, organisation__place__isnull=False)
    first = memberships.select_related("organisation__place").order_by("joined_at", "pk").first()
    return first.organisation.place if first else None


def get_joined(places: Iterable[Place]) -> set[int]:
    """Keys of those councils from which somebody is here."""
    ids = [place.pk for place in places]
    return set(
        Membership.objects.active().filter(organisation__place__in=ids).values_list("organisation__place", flat=True)
    )
