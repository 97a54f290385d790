"""Sources that an editor brings in for everybody, from a bibliography."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from cairn.accounts.models import Reader, User
from cairn.audit import services as audit
from cairn.library import policies
from cairn.library.importers import Cited
from cairn.library.models import Source
from cairn.library.queries import get_sources
from cairn.records.models.record import new_slug

# As the columns take them.
MOST_LETTERS = (("title", "title", 300), ("authors", "list of authors", 300), ("publisher", "publisher", 200))
MOST_OF_ADDRESS = 500
check_url = URLValidator(schemes=["http", "https"])


@dataclass
class CheckedSources:
    """What a bibliography would do. Numbers count the references of the file from 1."""

    new: list[Cited] = field(default_factory=list)
    there: list[tuple[int, Cited]] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)  # number, title, why


def check_sources(cited: Iterable[Cited], user: Reader) -> CheckedSources:
    """Which are new, which are here already as far as the reader may see, and which cannot be taken."""
    result = CheckedSources()
    sources = list(get_sources(user))
    addresses = {source.address for source in sources if source.address}
    titles = {_normalise(source.title) for source in sources}
    for number, one in enumerate(cited, start=1):
        if problem := _find_problem(one):
            result.refused.append((number, one.title, problem))
        elif one.address in addresses or _normalise(one.title) in titles:
            result.there.append((number, one))
        else:
            result.new.append(one)
            titles.add(_normalise(one.title))
            addresses |= {one.address} if one.address else set()
    return result


def _find_problem(one: Cited) -> str:
    if not one.title:
        return "It has no title. Add one, or leave it out."
    for name, label, most in MOST_LETTERS:
        if len(getattr(one, name)) > most:
            return f"Its {label} has {len(getattr(one, name))} characters; at most {most} are kept. Shorten it."
    if one.address:
        try:
            check_url(one.address)
        except ValidationError:
            return f"“{one.address[:60]}” is not a web address. Correct it, or leave it out."
        if len(one.address) > MOST_OF_ADDRESS:
            return "Its address is too long. Use the address of the page, or leave it out."
    return ""


def _normalise(title: str) -> str:
    return " ".join(title.casefold().split())


@transaction.atomic
def take_sources(*, cited: Iterable[Cited], by: User, at: datetime) -> list[Source]:
    """Those that are still new; somebody else may have brought some in since they were shown."""
    policies.check_can_take_sources(by)
    made = [
        Source.objects.create(
            key=new_slug(),
            title=one.title,
            authors=one.authors,
            publisher=one.publisher,
            year=one.year,
            address=one.address,
            is_open=True,
        )
        for one in check_sources(cited, by).new
    ]
    if made:
        audit.record("source.imported", target="source", key=made[0].key, by=by, at=at, number=len(made))
    return made
