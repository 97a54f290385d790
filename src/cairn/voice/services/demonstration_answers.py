"""An afternoon with a group in the demonstration: what invented young people of an invented council said."""

import io
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from PIL import Image, ImageDraw

from cairn.accounts.models import User
from cairn.common.files import CleanedMedia
from cairn.library.services.demonstration import (
    COLLEAGUE,
    LEAD,
    OTTENVALE,
    get_demonstration_people,
    show_to_everybody,
    start_for_demonstration,
)
from cairn.places.models import Place
from cairn.records.queries import get_own_teams
from cairn.rooms.models import make_random_key
from cairn.voice.enums import Adult, AgeBand, Group, Purpose, Reason, Source
from cairn.voice.models import Contribution, ListeningSession, Need, Viewpoint
from cairn.voice.services.listening import Agreed, keep, make_private_code, open_session, reject, type_in
from cairn.voice.services.voices import link_answers

NEED = "fictional-need-someone-at-night"
PUBLIC, TEAM = (Purpose.INSIDE, Purpose.PUBLISHED), (Purpose.INSIDE,)
ALL = (Purpose.INSIDE, Purpose.CIRCLE, Purpose.PUBLISHED)
Said = tuple[str, AgeBand, tuple[Purpose, ...], Adult]
THEMES: dict[str, tuple[Said, ...]] = {
    "Someone to call at night": (
        (
            "I want someone to pick up the phone after ten, not a machine. Even if they can’t fix it.",
            AgeBand.FROM_14,
            PUBLIC,
            Adult.PARENT,
        ),
        (
            "If mum could ring the same lady every time she would actually ring.",
            AgeBand.FROM_11,
            TEAM,
            Adult.CARER,
        ),
        (
            "By the time they call us it is over and he is asleep, so I say it was fine.",
            AgeBand.FAMILY,
            PUBLIC,
            Adult.NONE,
        ),
    ),
    "Help for the people who look after us": (
        ("My nan does everything and no one asks her if she is tired.", AgeBand.FROM_11, ALL, Adult.CARER),
    ),
    "One worker who stays": (
        (
            "When my worker left there was a new one on Monday and I had to say it all again.",
            AgeBand.FROM_14,
            PUBLIC,
            Adult.CARER,
        ),
        (
            "Tell me before you go on leave. I thought she had gone for good.",
            AgeBand.FROM_16,
            ALL,
            Adult.PARENT,
        ),
    ),
}
ENDS_SOON = ("Dogs should be allowed at the contact centre, ours calms us all down.", AgeBand.UNDER_11, TEAM)
TO_READ = (
    ("Put the meetings after school. I miss maths every single time.", AgeBand.FROM_11, TEAM, Adult.CARER),
    ("Less forms for my dad, he gets angry before we have even started.", AgeBand.FROM_14, TEAM, Adult.PARENT),
)


@transaction.atomic
def load_demonstration_answers(*, at: datetime) -> None:
    """Said once; what somebody withdrew or changed in the demonstration stays so."""
    people = get_demonstration_people()
    worker, lead = people.get(COLLEAGUE), people.get(LEAD)
    if worker is None or lead is None or ListeningSession.objects.filter(worker=worker).exists():
        return
    session = _open(worker, at)
    said = {theme: [_say(session, one, at) for one in answers] for theme, answers in THEMES.items()}
    ending = _say(session, (*ENDS_SOON, Adult.CARER), at, until_days=20)
    keep(session=session, numbers=[ending.pk, *(one.pk for kept in said.values() for one in kept)], by=worker, at=at)
    not_used = _say(session, ("He goes to the school by the bridge.", AgeBand.FROM_14, TEAM, Adult.CARER), at)
    reject(contribution=not_used, reason=Reason.IDENTIFIES, by=worker, at=at)
    for one in TO_READ:
        _say(session, one, at)
    _say(session, ("", AgeBand.UNDER_11, PUBLIC, Adult.PARENT), at, file=draw_house())
    need = _write_need(worker, lead, at)
    for theme, kept in said.items():
        link_answers(need=need, numbers=[one.pk for one in kept], theme=theme, is_quoted=True, by=worker, at=at)


def _open(worker: User, at: datetime) -> ListeningSession:
    """Two weeks ago. One of the group has a private code, which nobody is shown."""
    return open_session(
        team=get_own_teams(worker).first(),
        title="Saturday group: evenings at home",
        question="What would make evenings at home better?",
        held_on=localdate(at) - timedelta(days=15),
        groups=[Group.EDGE, Group.KINSHIP, Group.PARENTS],
        consent_until=localdate(at) + timedelta(days=700),
        by=worker,
        at=at - timedelta(days=16),
    )


def _say(
    session: ListeningSession,
    said: Said,
    at: datetime,
    *,
    until_days: int = 700,
    file: CleanedMedia | None = None,
) -> Contribution:
    words, age_band, purposes, adult = said
    assert session.worker is not None  # noqa: S101 (who opened it)
    return type_in(
        session=session,
        number=make_random_key(),
        words=words,
        age_band=age_band,
        source=Source.SHEET,
        agreed=Agreed(purposes, adult, localdate(at) + timedelta(days=until_days)),
        code=make_private_code()[1] if age_band == AgeBand.FROM_16 else None,
        file=file,
        by=session.worker,
        at=at,
    )


def _write_need(worker: User, lead: User, at: datetime) -> Need:
    need: Need = start_for_demonstration(
        Need,
        NEED,
        {
            "title": "Someone to call in the evening and at night",
            "summary": "Young people and families want to reach someone they know when things get difficult at home.",
            "place": Place.objects.fictional().get(code=OTTENVALE),
            "for_whom": "Teenagers at the edge of care, and the people who look after them",
            "viewpoints": [Viewpoint.YOUNG_PEOPLE, Viewpoint.FAMILIES],
            "how_we_know": "We asked a Saturday group and typed in what they wrote on the sheets.",
            "what_would_help": "The same person each time, and an answer before midnight.",
        },
        by=worker,
        at=at,
    )
    show_to_everybody(need, by=worker, colleague=lead, at=at)
    return need


def draw_house() -> CleanedMedia:
    """As a child draws one: a lit window, a closed door and the moon."""
    picture = Image.new("RGB", (480, 360), "#f7f3e8")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((390, 30, 440, 80), fill="#e8c547")
    pen.polygon(((90, 170), (240, 60), (390, 170)), outline="#8a3b2a", width=6)
    pen.rectangle((110, 170, 370, 330), outline="#2f4858", width=6)
    pen.rectangle((150, 200, 220, 260), fill="#f2d24b", outline="#2f4858", width=5)
    pen.rectangle((270, 220, 330, 330), fill="#7a5c3e", outline="#2f4858", width=5)
    drawn = io.BytesIO()
    picture.save(drawn, "WEBP", quality=80)
    return CleanedMedia(drawn.getvalue(), "image/webp")
