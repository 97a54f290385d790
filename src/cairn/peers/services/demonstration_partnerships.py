"""Two learning partnerships of the demonstration, invented: one that works both ways, and one that has not met."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.library.models import Grade, ReportedJudgement, Source
from cairn.library.services.demonstration import get_demonstration_people
from cairn.peers.enums import Travel, Used, VisitState
from cairn.peers.models import Aim, Exchange, Partnership, Visit
from cairn.peers.services.introductions import agree_to_introduction, ask_for_introduction, start_partnership
from cairn.peers.services.partnerships import agree_to_aim, save_aim, save_exchange, save_visit
from cairn.places.models import Organisation, Place
from cairn.places.services import make_organisation

GOOD, OTHER = "director@ottenvale.example", "lead@brindlebridge.example"
TRIED = "Brindlebridge tries the rota for three months."
JUDGED = {
    "judged_on": "2025-03",
    "area": "overall",
    "grade": "requires_improvement",
    "framework": "Invented for the demonstration",
}


@transaction.atomic
def load_demonstration_partnerships(*, at: datetime) -> None:
    """Made once."""
    if Partnership.objects.filter(is_fictional=True).exists():
        return
    people = get_demonstration_people()
    ottenvale, brindlebridge = (
        Organisation.objects.get(name=name) for name in ("Ottenvale Council", "Brindlebridge Council")
    )
    _judge(brindlebridge, at=at)
    _pair(brindlebridge, ottenvale, people[OTHER], people[GOOD], at=at)
    _pair_that_has_not_met(ottenvale, people[GOOD], at=at)


def _judge(organisation: Organisation, *, at: datetime) -> None:
    """The two are of unequal grade, as most who learn from each other should be free to be."""
    source, _ = Source.objects.get_or_create(
        key="fictional-inspectorate", defaults={"title": "Invented for the demonstration", "year": f"{at:%Y}"}
    )
    ReportedJudgement.objects.get_or_create(
        place=organisation.place, source=source, defaults={**JUDGED, "source_grade": Grade.COUNCIL}
    )


def _pair(asker: Organisation, asked: Organisation, first: User, second: User, *, at: datetime) -> None:
    began, today = at - timedelta(days=120), localdate(at)
    request = ask_for_introduction(
        asker=asker,
        asked=asked,
        asker_learns="How a night line for teenagers is staffed, and what it costs",
        asked_learns="How reviews of short breaks stay on time with few staff",
        words="We could come by train on any Thursday.",
        meet_by=today - timedelta(days=50),
        by=first,
        at=began,
    )
    pair = agree_to_introduction(introduction=request, by=second, at=began)
    aim = Aim(
        partnership=pair,
        title="Teenagers in both councils can reach someone at night",
        shown_by="Calls answered between 10 pm and 6 am, counted by both each month",
        proposed_by=asker,
    )
    agree_to_aim(aim=save_aim(aim=aim, by=first, at=began), by=second, at=began)
    visits = (
        (
            asked,
            75,
            "Ottenvale Civic Centre",
            6,
            5,
            40,
            VisitState.HELD,
            "Brindlebridge tries the rota for three months.",
        ),
        (asker, 20, "Brindlebridge Family Centre", 4, 4, 40, VisitState.HELD, ""),
    )
    for host, days, place, capacity, came, minutes, state, done in visits:
        visit = Visit(
            partnership=pair,
            host=host,
            on=today - timedelta(days=days),
            place=place,
            capacity=capacity,
            people=came,
            travel=Travel.TRAIN,
            travel_minutes=minutes,
            travel_cost=Decimal(came * 24),
            state=state,
            follow_up_on=today - timedelta(days=days - 14),
            followed_up=done,
        )
        save_visit(visit=visit, by=second, at=at)
    exchanges = (
        (asked, 75, "The rota of the night line, with its costs", Used.USED, "A pilot rota for three months."),
        (asker, 20, "A checklist for reviews of short breaks", Used.PART, "Two of its five questions are asked now."),
        (asked, 19, "Training notes for staff on the phone", Used.UNKNOWN, ""),
    )
    for giver, days, what, used, how in exchanges:
        given = Exchange(partnership=pair, giver=giver, on=today - timedelta(days=days), what=what, used=used, how=how)
        save_exchange(exchange=given, by=first, at=at)


def _pair_that_has_not_met(organisation: Organisation, person: User, *, at: datetime) -> None:
    """The other council has nobody in the demonstration, so it never answered."""
    began, today = at - timedelta(days=150), localdate(at)
    other = _find_another_council(organisation, at=at)
    pair = start_partnership(
        first=organisation,
        second=other,
        people=[person],
        by=person,
        at=began,
        first_learns="How foster carers are found for brothers and sisters",
        second_learns="How key workers stay with a family",
        meet_by=today - timedelta(days=60),
    )
    given = Exchange(
        partnership=pair,
        giver=organisation,
        on=today - timedelta(days=90),
        what="How we train key workers, in two pages",
    )
    save_exchange(exchange=given, by=person, at=at)


def _find_another_council(organisation: Organisation, *, at: datetime) -> Organisation:
    """Of the fictional nation: one that is here already, or the next one of its list."""
    known = Organisation.objects.filter(is_fictional=True, kind=Organisation.Kind.COUNCIL)
    others = known.exclude(pk=organisation.pk).exclude(name="Brindlebridge Council")
    if (found := others.order_by("name").first()) is not None:
        return found
    taken = known.values("place")
    place = Place.objects.fictional().councils().exclude(pk__in=taken).order_by("name").first()
    name = f"{place.name} Council" if place else "Marlowe Council"
    return make_organisation(
        name=name, kind=Organisation.Kind.COUNCIL, place=place, domains=[], is_fictional=True, at=at
    )
