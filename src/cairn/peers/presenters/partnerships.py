"""Partnerships as pages, mails and calendars show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from cairn.accounts.models import Reader, User
from cairn.common.addresses import get_host_name, make_absolute
from cairn.common.dates import show_date, show_day
from cairn.peers.enums import Ending, RequestState, Used, VisitState
from cairn.peers.models import Aim, Exchange, Introduction, Partnership, Visit
from cairn.peers.policies.partnerships import can_change_partnership, get_own_sides
from cairn.peers.queries.partnerships import Flag, find_flags, get_people, get_sides_with_action
from cairn.places.models import Organisation
from cairn.places.queries.journey import get_journey

PRODUCT = "-//Cairn//Learning partnerships//EN"
UNNAMED = "the organisation you were matched with"
NO_JUDGEMENT = "No judgement or stage recorded"


def show_money(amount: Decimal) -> str:
    return f"£{amount:,.2f}".removesuffix(".00")


@dataclass(frozen=True)
class SideView:
    """One of the two: what it would like to learn, and where it was last, with the day and who says so."""

    organisation: Organisation
    learns: str
    where: str
    gave: int
    has_action: bool


@dataclass(frozen=True)
class VisitView:
    row: Visit

    @property
    def state(self) -> str:
        return str(self.row.get_state_display())

    @property
    def colour(self) -> str:
        return {VisitState.HELD: "green", VisitState.CANCELLED: "grey"}.get(VisitState(self.row.state), "blue")

    @property
    def people(self) -> str:
        if self.row.people is not None:
            return f"{self.row.people} of {self.row.capacity}"
        return f"Up to {self.row.capacity}"

    @property
    def travel(self) -> str:
        row = self.row
        mode = str(row.get_travel_display()) if row.travel else ""
        time = f"{row.travel_minutes} minutes each way" if row.travel_minutes else ""
        return ", ".join(filter(None, (mode, time))) or "Not stated"

    @property
    def cost(self) -> str:
        stated = [one for one in (self.row.travel_cost, self.row.other_cost) if one is not None]
        return show_money(sum(stated, Decimal(0))) if stated else "Not stated"


@dataclass(frozen=True)
class ExchangeView:
    row: Exchange
    getter: Organisation

    @property
    def used(self) -> str:
        return str(Used(self.row.used).label)


@dataclass(frozen=True)
class AimView:
    row: Aim
    can_agree: bool

    @property
    def state(self) -> str:
        return "Agreed by both" if self.row.agreed_at else f"Proposed by {self.row.proposed_by}"


class PartnershipView:
    def __init__(self, partnership: Partnership, user: Reader, *, day: date) -> None:
        self.partnership, self.user, self.day = partnership, user, day

    @cached_property
    def own_sides(self) -> list[Organisation]:
        return get_own_sides(self.partnership, self.user)

    @cached_property
    def can_change(self) -> bool:
        return self.partnership.ended_at is None and can_change_partnership(self.partnership, self.user)

    @cached_property
    def flags(self) -> list[Flag]:
        return find_flags(self.partnership, day=self.day)

    @property
    def status(self) -> str:
        return str(self.partnership.get_ending_display()) if self.partnership.ended_at else "Running"

    @property
    def ended_words(self) -> str:
        """Neutral: whoever steps out owes nobody a reason."""
        one = self.partnership
        if one.ended_at is None:
            return ""
        who = f" by {one.ended_by}" if one.ending == Ending.STEPPED_OUT and one.ended_by else ""
        return f"Ended{who} on {show_day(one.ended_at)}. Both can go on reading this page."

    @cached_property
    def sides(self) -> list[SideView]:
        with_action = get_sides_with_action(self.partnership)
        gave = [one.giver_id for one in self.partnership.exchanges.all()]
        learns = (self.partnership.first_learns, self.partnership.second_learns)
        return [
            SideView(side, words, _say_where(side), gave.count(side.pk), side.pk in with_action)
            for side, words in zip(self.partnership.sides, learns, strict=True)
        ]

    @cached_property
    def people(self) -> list[User]:
        return list(get_people(self.partnership).order_by("name"))

    @cached_property
    def aims(self) -> list[AimView]:
        def can_agree(aim: Aim) -> bool:
            other = self.partnership.get_other(aim.proposed_by_id)
            return self.can_change and aim.agreed_at is None and other in self.own_sides

        found = self.partnership.aims.select_related("proposed_by").order_by("pk")
        return [AimView(one, can_agree(one)) for one in found]

    @cached_property
    def visits(self) -> list[VisitView]:
        return [VisitView(one) for one in self.partnership.visits.select_related("host").order_by("on", "pk")]

    @cached_property
    def held(self) -> int:
        return sum(one.row.state == VisitState.HELD for one in self.visits)

    @cached_property
    def exchanges(self) -> list[ExchangeView]:
        found = self.partnership.exchanges.select_related("giver").order_by("on", "pk")
        return [ExchangeView(one, self.partnership.get_other(one.giver_id)) for one in found]


def _say_where(organisation: Organisation) -> str:
    """The newest that any source says of where it was; always with its day, never as a label."""
    points = get_journey(organisation)
    if not points:
        return NO_JUDGEMENT
    newest = points[-1]
    return f"{newest.words}, {show_date(newest.on)}. Source: {newest.source}"


@dataclass(frozen=True)
class PartnershipRowView:
    """In the list: who, since when, and the flags. A link only for whoever may read it."""

    partnership: Partnership
    flags: list[Flag]
    is_read: bool

    @property
    def keys(self) -> set[str]:
        return {flag.key for flag in self.flags}

    @property
    def status(self) -> str:
        return str(self.partnership.get_ending_display()) if self.partnership.ended_at else "Running"


def show_partnerships(found: Iterable[Partnership], read: set[int], *, day: date) -> list[PartnershipRowView]:
    return [PartnershipRowView(one, find_flags(one, day=day), one.pk in read) for one in found]


def name_asked(introduction: Introduction) -> str:
    """For those who asked: one that a match proposed without its name stays so until it agrees."""
    if introduction.is_named or introduction.state == RequestState.AGREED:
        return introduction.asked.name
    return UNNAMED


@dataclass(frozen=True)
class IntroductionView:
    """For people of one of the two; the person who asked is named once both agreed."""

    introduction: Introduction
    is_asker: bool

    @property
    def other(self) -> str:
        return name_asked(self.introduction) if self.is_asker else self.introduction.asker.name

    @property
    def asked(self) -> str:
        return name_asked(self.introduction) if self.is_asker else self.introduction.asked.name

    @property
    def directions(self) -> list[tuple[str, str]]:
        one = self.introduction
        return [(one.asker.name, one.asker_learns), (self.asked, one.asked_learns)]


def make_visit_calendar(visit: Visit, *, at: datetime) -> bytes:
    """The day of the visit, and of its follow-up, as events of a whole day."""
    from icalendar import Calendar, Event  # needed by few requests

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    address = make_absolute(visit.partnership.get_absolute_url())
    days = [
        (visit.on, "visit", f"Visit to {visit.host}", visit.place),
        (visit.follow_up_on, "follow-up", f"Follow-up of the visit to {visit.host}", ""),
    ]
    for day, key, words, place in days:
        event = Event()
        event.add("uid", f"{visit.partnership.slug}-{visit.pk}-{key}@{get_host_name()}")
        event.add("dtstamp", at)
        event.add("dtstart", day)
        event.add("summary", words)
        event.add("url", address)
        if place:
            event.add("location", place)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
