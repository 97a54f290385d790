"""Asks and offers of the demonstration, and one matching of them: fictional councils of different grades."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from cairn.accounts.models import User
from cairn.library.models import Grade, ReportedJudgement, Source
from cairn.library.services.demonstration import LEAD, OTHER, get_demonstration_people
from cairn.peers.enums import ShownTo
from cairn.peers.models import MatchRun, PeerAsk, PeerOffer
from cairn.peers.services.matching import decide_run, run_matching
from cairn.places.models import Organisation, Place
from cairn.places.services import make_organisation

COORDINATOR = "matching@example.org"
FRAMEWORK = "Invented for the demonstration"


@dataclass(frozen=True)
class Council:
    """By the code of its area. Topics with hours a quarter and words; the earlier it asked, the more weeks ago."""

    code: str
    weeks: int
    asks: dict[str, tuple[int, str]] = field(default_factory=dict)
    offers: dict[str, tuple[int, str]] = field(default_factory=dict)
    judged: tuple[str, str] | None = None  # on a day, a grade
    contact: str = ""
    shown_to: ShownTo = ShownTo.MATCHED
    hosts_visits: bool = False


COUNCILS = (
    Council(
        "F002",
        20,
        {
            "workforce": (
                8,
                "Our experienced workers leave in their third year, and exit interviews do not tell us why.",
            )
        },
        {"edge_of_care": (12, "Key workers who stay with one family. Evenings worked well; weekends did not.")},
        contact=LEAD,
        shown_to=ShownTo.MEMBERS,
        hosts_visits=True,
    ),
    Council(
        "F008",
        18,
        {"edge_of_care": (12, "Families call at night and reach someone who does not know them.")},
        {"workforce": (8, "Newly qualified workers share cases for their first year. Few have left since.")},
        judged=("2023-06", "requires_improvement"),
        contact=OTHER,
    ),
    Council(
        "F001",
        16,
        {"leadership": (8, "We have had three directors in four years. How did others keep a plan through that?")},
        {"leaving_care": (8, "Care leavers run our drop-in. The first two attempts failed, and we can say why.")},
        judged=("2024-03", "inadequate"),
    ),
    Council(
        "F003",
        14,
        {"leaving_care": (4, "Young people rate our support well, but few keep their first home for a year.")},
        {"leadership": (4, "How we kept one improvement plan through changes at the top.")},
        judged=("2022-10", "outstanding"),
        shown_to=ShownTo.MEMBERS,
    ),
    Council(
        "F007",
        6,
        {"leadership": (4, "")},
        {"missing": (4, "Return interviews by people whom young people choose.")},
        judged=("2023-11", "requires_improvement"),
        shown_to=ShownTo.OWN,
    ),
    Council(
        "F006",
        12,
        {"exploitation": (8, "Work with schools and police before there is harm.")},
        {"foster_care": (8, "Foster carers who support each other on a street.")},
    ),
    Council("F014", 10, {"foster_care": (4, "")}, {"edge_of_care": (4, "")}, judged=("2023-02", "good")),
    Council("F004", 8, {}, {"parents_mental_health": (8, "")}, judged=("2024-06", "good"), shown_to=ShownTo.MEMBERS),
)


@transaction.atomic
def load_demonstration_peers(*, at: datetime) -> None:
    """Made once; what somebody changed in the demonstration stays so."""
    people = get_demonstration_people()
    if COORDINATOR not in people or PeerAsk.objects.filter(organisation__is_fictional=True).exists():
        return
    for council in COUNCILS:
        _declare(council, people, at=at)
    if not MatchRun.objects.filter(is_fictional=True).exists():
        run = run_matching(fictional=True, by=people[COORDINATOR], at=at)
        decide_run(run=run, shares=True, decision="For the demonstration", by=people[COORDINATOR], at=at)


def _declare(council: Council, people: dict[str, User], *, at: datetime) -> None:
    place = Place.objects.fictional().get(code=council.code)
    organisation = Organisation.objects.filter(place=place, kind=Organisation.Kind.COUNCIL).first()
    if organisation is None:
        name = f"{place.name} Council"
        organisation = make_organisation(
            name=name, kind=Organisation.Kind.COUNCIL, place=place, is_fictional=True, at=at
        )
    since = at - timedelta(weeks=council.weeks)
    for model, topics in ((PeerAsk, council.asks), (PeerOffer, council.offers)):
        for topic, (hours, words) in topics.items():
            model.objects.create(
                organisation=organisation,
                topic=topic,
                hours_a_quarter=hours,
                context=words,
                contact=people.get(council.contact),
                shown_to=council.shown_to,
                since=since,
                confirmed_at=since,
            )
    PeerOffer.objects.filter(organisation=organisation).update(hosts_visits=council.hosts_visits)
    if council.judged:
        on, grade = council.judged
        source, _ = Source.objects.get_or_create(
            key="fictional-inspectorate", defaults={"title": FRAMEWORK, "year": f"{at:%Y}"}
        )
        ReportedJudgement.objects.get_or_create(
            place=place,
            source=source,
            area="overall",
            judged_on=on,
            defaults={"grade": grade, "framework": FRAMEWORK, "source_grade": Grade.COUNCIL},
        )
