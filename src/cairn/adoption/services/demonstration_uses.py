"""An invented model of the demonstration and the fictional councils that use it, one in each status."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.adoption.models import (
    Adaptation,
    Adoption,
    AdoptionMove,
    AdoptionPart,
    FidelityAnswer,
    FidelityCheck,
    StartConfirmation,
)
from cairn.adoption.services.changes import save_check
from cairn.adoption.services.confirming import confirm_start
from cairn.adoption.services.proposals import publish_use
from cairn.library.models import Component, Grade, Keep, PracticeModel, Source
from cairn.library.services.demonstration import (
    COLLEAGUE,
    LEAD,
    OTTENVALE,
    get_demonstration_people,
    show_to_everybody,
    start_for_demonstration,
)
from cairn.places.models import Organisation, Place
from cairn.records.models import Record

Moves = tuple[tuple[str, str, str, str], ...]  # status, from, until at the latest, reason
Status, State, Rating = AdoptionMove.Status, AdoptionPart.State, FidelityAnswer.Rating
MODEL, USE = "fictional-evening-hub", "fictional-evening-hub-in-ottenvale"
ORIGINATOR = "Larkfield University"
WORKER, HUB, EVENINGS, AGES = (
    "One worker for each teenager",
    "A hub near the schools",
    "Open in the evening",
    "Age band",
)
TEXTS: dict[str, Any] = {
    "title": "Evening Hub",
    "summary": "Teenagers at risk of coming into care get one worker, and a place that is open in the evening.",
    "for_whom": "Teenagers at the edge of care",
    "age_from": 12,
    "age_to": 17,
    "aims": "Fewer teenagers coming into care.",
    "not_known": "Everything here is invented for the demonstration.",
    "originator": ORIGINATOR,
}
PARTS = ((WORKER, Keep.MUST_KEEP), (HUB, Keep.MUST_KEEP), (EVENINGS, Keep.MUST_KEEP), (AGES, Keep.MAY_CHANGE))
# Fictional councils in the figures of which a change was made up, and others; each with how it stands.
OTHERS: dict[str, Moves] = {
    "F012": (
        (Status.STARTING, "2018-09", "", ""),
        (Status.STOPPED, "2023-03", "", "The grant ended, and no budget took it over."),
    ),
    "F022": ((Status.STARTING, "2019-05", "", ""), (Status.CHANGING, "2022", "", "Two hubs became one.")),
    "F032": ((Status.STARTING, "2018-04", "2018-09", ""), (Status.PAUSED, "2024-11", "", "Three posts are vacant.")),
    "F042": ((Status.STARTING, "2018-09", "", ""),),
    "F003": ((Status.EXPLORING, "2026", "", "The panel wants to see what it cost others."),),
}
OWN_MOVES = (
    (Status.EXPLORING, "2017", "", ""),
    (Status.STARTING, "2018-06", "", ""),
    (Status.SUSTAINING, "2021", "", ""),
)
CONFIRMED = ("F012", "F022", "F032", "F042")
OWN: dict[str, Any] = {
    "version": "The manual of 2017",
    "supported_by": ORIGINATOR,
    "licence": "None needed",
    "name_use": Adoption.NameUse.NOT_NEEDED,
    "why_need": "Half of the teenagers who came into care did so at a weekend or in the evening.",
    "why_evidence": "What staff at another council told us; there was no trial.",
    "why_ready": "A manager, two workers and a building. No one for the weekend yet.",
    "cost": "£210,000 a year, two thirds of it for workers.",
    "people_trained": 14,
    "children_reached": 320,
    "families_reached": 240,
    "reached_until": "2026-03",
    "who_says": "Ottenvale Council",
    "grade": Grade.COUNCIL,
    "by_council": True,
}
CHECKS = (
    (date(2020, 5, 14), FidelityCheck.How.SELF, (Rating.FULLY, Rating.PARTLY, Rating.NOT)),
    (date(2023, 6, 8), FidelityCheck.How.SELF, (Rating.FULLY, Rating.FULLY, Rating.PARTLY)),
    (date(2025, 9, 18), FidelityCheck.How.OBSERVED, (Rating.FULLY, Rating.FULLY, Rating.FULLY)),
)


@transaction.atomic
def load_demonstration_uses(*, at: datetime) -> None:
    """Made once; what somebody changed or withdrew in the demonstration stays so."""
    if Record.objects.filter(slug=MODEL).exists():
        return
    people = get_demonstration_people()
    lead, colleague = people[LEAD], people[COLLEAGUE]
    model = _make_model(lead, colleague, at)
    source = Source.objects.get_or_create(key="fictional-hub", defaults={"title": "Invented for the demonstration"})[0]
    own = _make_own_use(model, lead, colleague, at)
    confirm_start(use=own, who=StartConfirmation.By.COUNCIL, source=None, by=lead, at=at)
    places = Place.objects.fictional().in_bulk(field_name="code")
    for code, moves in OTHERS.items():
        use = _make_other_use(model, places[code], moves, source, lead, at)
        if code in CONFIRMED:
            start = "..".join(filter(None, moves[0][1:3]))
            StartConfirmation.objects.create(
                adoption=use, start=start, by=StartConfirmation.By.EVALUATION, source=source, confirmed_at=at
            )


def _make_model(lead: User, colleague: User, at: datetime) -> PracticeModel:
    parts = [Component(position=number, what=what, keep=keep) for number, (what, keep) in enumerate(PARTS)]
    model: PracticeModel = start_for_demonstration(PracticeModel, MODEL, {**TEXTS, "components": parts}, by=lead, at=at)
    show_to_everybody(model, by=lead, colleague=colleague, at=at)
    PracticeModel.objects.filter(pk=model.pk).update(
        originated_by=Organisation.objects.filter(name=ORIGINATOR, is_fictional=True).first()
    )
    return PracticeModel.objects.get(pk=model.pk)


def _make_own_use(model: PracticeModel, lead: User, colleague: User, at: datetime) -> Adoption:
    place = Place.objects.fictional().get(code=OTTENVALE)
    parts = {part.what: part for part in model.components.all()}
    named = {
        "title": f"{place.name}: {model.title}",
        "practice_model": model,
        "place": place,
        "moves": _make_moves(
            (
                (Status.EXPLORING, "2017", "", ""),
                (Status.STARTING, "2018-06", "", ""),
                (Status.SUSTAINING, "2021", "", ""),
            )
        ),
        "parts": [
            _make_part(parts[WORKER], State.KEPT, ""),
            _make_part(parts[HUB], State.KEPT, ""),
            _make_part(parts[EVENINGS], State.CHANGED, "Until nine o’clock, not until midnight"),
            _make_part(parts[AGES], State.CHANGED, "11 to 18"),
        ],
        "adaptations": [
            Adaptation(
                what="The hub closes at nine o’clock",
                made_on="2019-02",
                planned=Adaptation.Planned.RESPONSE,
                decided_by=["young_people", "managers"],
                component=parts[EVENINGS],
                part=EVENINGS,
                must_keep=True,
                nature="shortening",
                reason="staffing",
                why="No one applied for the late shift.",
                fits=Adaptation.Fits.NOT_SURE,
                originator_view="Asked, no answer yet",
                by=lead,
                noted_at=at,
            ),
            Adaptation(
                what="Young people of 11 and 18 can come",
                made_on="2020",
                component=parts[AGES],
                part=AGES,
                nature="population",
                reason="asked_for",
                fits=Adaptation.Fits.YES,
                by=lead,
                noted_at=at,
            ),
        ],
    }
    use: Adoption = start_for_demonstration(Adoption, USE, {**OWN, **named}, by=lead, at=at)
    show_to_everybody(use, by=lead, colleague=colleague, at=at)
    core = [parts[what] for what in (WORKER, HUB, EVENINGS)]
    for day, how, ratings in CHECKS:
        answers = [(part, rating, "") for part, rating in zip(core, ratings, strict=True)]
        save_check(use=use, checked_on=day, how=how, answers=answers, by=lead, at=at)
    return Adoption.objects.get(pk=use.pk)


def _make_moves(moves: Moves) -> list[AdoptionMove]:
    return [
        AdoptionMove(position=number, status=status, moved_on=first, moved_until=last, reason=reason)
        for number, (status, first, last, reason) in enumerate(moves)
    ]


def _make_part(part: Component, state: str, note: str) -> AdoptionPart:
    must_keep = part.keep == Keep.MUST_KEEP
    return AdoptionPart(component=part, part=part.what, must_keep=must_keep, state=state, note=note)


def _make_other_use(
    model: PracticeModel,
    place: Place,
    moves: Moves,
    source: Source,
    by: User,
    at: datetime,
) -> Adoption:
    answers = {
        "title": f"{place.name}: {model.title}",
        "slug": f"{MODEL}-in-{place.slug}"[:60],
        "practice_model": model,
        "place": place,
        "source": source,
        "who_says": source.title,
        "grade": Grade.EVALUATION,
        "moves": _make_moves(moves),
    }
    return publish_use(answers=answers, by=by, at=at)
