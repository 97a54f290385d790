"""Asks and offers as a table: all of it is taken, or nothing and every row that is wrong is named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.audit import services as audit
from cairn.peers import policies
from cairn.peers.definitions import find_topic
from cairn.peers.enums import ShownTo
from cairn.peers.models import LEAST_HOURS, MOST_HOURS, Declared, PeerAsk, PeerOffer
from cairn.peers.services.declaring import change_declared, declare
from cairn.places.models import Organisation
from cairn.places.policies import get_organisations_where
from cairn.records.forms.safeguarding import is_safeguarding_concern

ORGANISATION, SIDE, TOPIC, HOURS = "Organisation", "Ask or offer", "Topic", "Hours a quarter"
VISITS, CONTEXT, SHOWN, CONTACT = "Hosts visits", "Context", "Who can see it", "Contact e-mail"
COLUMNS = (ORGANISATION, SIDE, TOPIC, HOURS, VISITS, CONTEXT, SHOWN, CONTACT)
NEEDED = (ORGANISATION, SIDE, TOPIC, HOURS)
LEFT_OUT = ("since", "fictional")  # columns of the download that are not read back
EXAMPLES = (
    ("# Example", "Ask", "Edge of care", "8", "", "Evenings are hardest", "own", ""),
    ("# Example", "Offer", "Leaving care", "12", "Yes", "Young people interview staff", "members", ""),
)
MOST_ROWS = 1000
MOST_CONTEXT = 1000
MODELS: dict[str, type[Declared]] = {"ask": PeerAsk, "offer": PeerOffer}
YES_NO = {"": False, "no": False, "yes": True}

Row = tuple[int, list[str]]


class UnableToReadTable(Exception):
    """The table as a whole is not right, so no row of it was looked at."""


@dataclass(frozen=True)
class Problem:
    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class _Entry:
    row: int
    model: type[Declared]
    organisation: Organisation
    topic: str
    hours: int
    given: dict[str, Any]  # the other answers, by field; a column that the table has not changes nothing


class _WrongCell(Exception):
    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


def take_table(*, rows: Sequence[Row], by: User, at: datetime) -> tuple[int, int, list[Problem]]:
    """How many were added and changed; or none, and what is wrong with which row."""
    names = _read_header(rows)
    entries, problems = _check(names, rows[1:], by)
    if problems:
        return 0, 0, problems
    added = changed = 0
    try:
        with transaction.atomic():
            for entry in entries:
                try:
                    if _save(entry, by=by, at=at):
                        added += 1
                    else:
                        changed += 1
                except policies.UnableToDeclare as problem:
                    problems.append(Problem(entry.row, "The row", str(problem)))
            if problems:
                raise _WrongCell("", "")
            audit.record("peers.imported", target="user", key=str(by.pk), by=by, at=at, added=added, changed=changed)
    except _WrongCell:
        return 0, 0, problems
    return added, changed, []


def _save(entry: _Entry, *, by: User, at: datetime) -> bool:
    """Whether it is new; what is open already is changed."""
    found = entry.model.objects.open().filter(organisation=entry.organisation, topic=entry.topic)
    declared = found.select_related("organisation").first()
    if declared is not None:
        change_declared(declared=declared, by=by, at=at, hours_a_quarter=entry.hours, **entry.given)
        return False
    declare(
        model=entry.model,
        organisation=entry.organisation,
        topic=entry.topic,
        hours_a_quarter=entry.hours,
        by=by,
        at=at,
        **{"contact": None} | entry.given,
    )
    return True


def _read_header(rows: Sequence[Row]) -> list[str]:
    if not rows:
        raise UnableToReadTable("This spreadsheet is empty. Add your rows to the template.")
    known = {column.casefold(): column for column in COLUMNS} | dict.fromkeys(LEFT_OUT, "")
    names = []
    for cell in rows[0][1]:
        title = " ".join(cell.split())
        if title and title.casefold() not in known:
            near = get_close_matches(title.casefold(), known, n=1)
            mend = f"Did you mean “{known[near[0]]}”?" if near and known[near[0]] else "Remove it."
            raise UnableToReadTable(f"There is no column “{title[:60]}”. {mend}")
        names.append(known.get(title.casefold(), ""))
    missing = [column for column in NEEDED if column not in names]
    if missing:
        raise UnableToReadTable(f"The column “{missing[0]}” is missing. Use the header of the template.")
    doubled = [name for name in names if name and names.count(name) > 1]
    if doubled:
        raise UnableToReadTable(f"The column “{doubled[0]}” appears twice. Keep one of them.")
    return names


def _check(names: Sequence[str], rows: Sequence[Row], by: User) -> tuple[list[_Entry], list[Problem]]:
    every = policies.can_match(by)
    allowed = Organisation.objects.all() if every else get_organisations_where(by, Permission.PEERS_DECLARE)
    organisations = {one.name.casefold(): one for one in allowed}
    entries: list[_Entry] = []
    problems: list[Problem] = []
    taken: dict[tuple[str, int, str], int] = {}
    filled = [(number, cells) for number, cells in rows if any(cells) and not cells[0].startswith("#")]
    if not filled:
        raise UnableToReadTable("There are no rows under the header. Add your rows to the template.")
    for number, cells in filled:
        given = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        try:
            entry = _read_row(number, given, organisations, every=every)
        except _WrongCell as wrong:
            problems.append(Problem(number, wrong.column, str(wrong)))
            continue
        earlier = taken.setdefault((entry.model.SIDE, entry.organisation.pk, entry.topic), number)
        if earlier != number:
            problems.append(Problem(number, TOPIC, f"Row {earlier} says this already. Keep one of them."))
        entries.append(entry)
    return entries, problems


def _read_row(number: int, given: dict[str, str], organisations: dict[str, Organisation], *, every: bool) -> _Entry:
    organisation = _find_organisation(given.get(ORGANISATION, ""), organisations, every=every)
    side = given.get(SIDE, "").casefold()
    if side not in MODELS:
        raise _WrongCell(SIDE, f"“{given.get(SIDE, '')[:40]}” is neither. Enter “Ask” or “Offer”.")
    topic, near = find_topic(given.get(TOPIC, ""))
    if not topic:
        mend = f"Did you mean “{'” or “'.join(near)}”?" if near else "Use a topic from the list on this page."
        raise _WrongCell(TOPIC, f"“{given.get(TOPIC, '')[:60]}” is not a topic. {mend}")
    hours = given.get(HOURS, "")
    if not (hours.isascii() and hours.isdecimal() and len(hours) < 6 and LEAST_HOURS <= int(hours) <= MOST_HOURS):
        raise _WrongCell(
            HOURS, f"“{hours[:20]}” is not a number of hours. Enter a whole number from {LEAST_HOURS} to {MOST_HOURS}."
        )
    answers = {
        field: read(given[column], organisation)
        for column, (field, read) in OTHERS.items()
        if column in given and (field != "hosts_visits" or side == "offer")
    }
    return _Entry(number, MODELS[side], organisation, topic, int(hours), answers)


def _read_visits(text: str, organisation: Organisation) -> bool:
    if text.casefold() not in YES_NO:
        raise _WrongCell(VISITS, f"“{text[:20]}” is neither. Enter “Yes” or leave it empty.")
    return YES_NO[text.casefold()]


def _read_context(text: str, organisation: Organisation) -> str:
    if len(text) > MOST_CONTEXT:
        raise _WrongCell(CONTEXT, f"This has {len(text)} characters. The limit is {MOST_CONTEXT}.")
    if is_safeguarding_concern([text], {}):
        raise _WrongCell(
            CONTEXT,
            "This sounds like a concern about someone’s safety, so we did not save it. If it is, tell the "
            "safeguarding lead. If it is not, add this entry by its form.",
        )
    return text


def _read_shown(text: str, organisation: Organisation) -> str:
    shown = text.casefold() or str(ShownTo.OWN)
    if shown not in ShownTo.values:
        raise _WrongCell(SHOWN, f"“{text[:20]}” is none of them. Enter {', '.join(ShownTo.values)} or leave it empty.")
    return shown


def _find_organisation(name: str, organisations: dict[str, Organisation], *, every: bool) -> Organisation:
    found = organisations.get(" ".join(name.split()).casefold())
    if found is not None:
        return found
    near = get_close_matches(name.casefold(), organisations, n=2, cutoff=0.6)
    mend = f"Did you mean “{'” or “'.join(organisations[one].name for one in near)}”?" if near else ""
    who = "on this site" if every else "for which you are a coordinator"
    raise _WrongCell(ORGANISATION, f"“{name[:60]}” is not an organisation {who}. {mend}".strip())


def _read_contact(email: str, organisation: Organisation) -> User | None:
    if not email:
        return None
    members = User.objects.filter(memberships__organisation=organisation, memberships__state="active")
    found = members.filter(email__iexact=email).first()
    if found is None:
        raise _WrongCell(
            CONTACT, f"No member of {organisation} has this e-mail address. Invite them, or leave it empty."
        )
    return found


OTHERS: dict[str, tuple[str, Callable[[str, Organisation], Any]]] = {
    VISITS: ("hosts_visits", _read_visits),
    CONTEXT: ("context", _read_context),
    SHOWN: ("shown_to", _read_shown),
    CONTACT: ("contact", _read_contact),
}
