"""Leads and deputies, and worries that reached them."""

from datetime import date, timedelta

from cairn.accounts.models import User
from cairn.places.models import Organisation
from cairn.rooms.models import make_random_key
from cairn.voice import services
from cairn.voice.models import (
    Consent,
    Contribution,
    ContributionFile,
    ListeningSession,
    SafeguardingConcern,
    SafetyPost,
    Story,
    StoryPage,
    TranslationCheck,
)
from cairn.voice.translations import get_languages
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_organisation, make_team

UNTIL = date(2028, 11, 24)


def make_post(
    role: str = "lead", *, user: User | None = None, organisation: Organisation | None = None, **given
) -> SafetyPost:
    """Somebody on duty, who said yes."""
    organisation = organisation or make_organisation()
    user = user or UserFactory()
    membership = organisation.memberships.filter(user=user).first() or join(user, organisation)
    return SafetyPost.objects.create(
        organisation=organisation, role=role, membership=membership, **{"named_at": NOON, "agreed_at": NOON, **given}
    )


def make_concern(organisation: Organisation | None = None, **given) -> SafeguardingConcern:
    return SafeguardingConcern.objects.create(
        **{
            "organisation": organisation or make_organisation(),
            "words": "Planted-worry",
            "contact": "Planted-contact",
            "sent_at": NOON,
            **given,
        }
    )


def make_session(worker: User | None = None, **given) -> ListeningSession:
    worker = worker or UserFactory()
    team = make_team(None, "Edge of care", worker)
    return ListeningSession.objects.create(
        **{
            "team": team,
            "worker": worker,
            "title": "Saturday group",
            "question": "What would make home better?",
            "held_on": NOON.date(),
            "consent_until": UNTIL,
            "opened_at": NOON,
            **given,
        }
    )


def make_contribution(session: ListeningSession | None = None, purposes=("inside",), **given) -> Contribution:
    contribution = Contribution.objects.create(
        **{
            "pk": make_random_key(),
            "session": session or make_session(),
            "words": "Nobody asked me where I wanted to live.",
            "age_band": "14_15",
            "source": "typed",
            "state": "kept",
            **given,
        }
    )
    for purpose in purposes if contribution.words else ():
        Consent.objects.create(contribution=contribution, purpose=purpose, adult="carer", until=UNTIL)
    return contribution


PICTURE = b"planted-bytes of a drawing"


def make_picture_answer(session: ListeningSession | None = None, *, seconds=0, **given) -> Contribution:
    """An answer with a file, which its worker has looked at; of a recording where it has seconds."""
    about = {"description": "Planted-description of a house without a door.", "is_checked": True}
    about |= {name: given.pop(name) for name in list(about) if name in given}
    medium = "recording" if seconds else "picture"
    contribution = make_contribution(session, **{"words": "", "medium": medium, **given})
    purposes = given.get("purposes", ("inside",))
    for purpose in purposes if not contribution.words else ():
        Consent.objects.create(contribution=contribution, purpose=purpose, adult="carer", until=UNTIL)
    ContributionFile.objects.create(
        contribution=contribution,
        content=PICTURE,
        content_type="audio/mp4" if seconds else "image/webp",
        seconds=seconds,
        **about,
    )
    return contribution


STORY = "When I moved in, nobody locked the kitchen at night. I cooked pasta at ten and it was allowed."


def make_story(worker: User | None = None, *, told: dict | None = None, answer: str = "yes", **given) -> Story:
    """A story that its young person has read; published where they said yes."""
    worker = worker or UserFactory()
    team = given.pop("team", None) or make_team(None, "Edge of care", worker)
    until = given.pop("until", UNTIL)
    story = services.start_story(
        team=team, age_band="16_17", adult="carer", until=until, code=given.pop("code", None), by=worker, at=NOON
    )
    Story.objects.filter(pk=story.pk).update(**given)
    story.refresh_from_db()
    write_story(story, **(told or {}))
    if answer:
        answer_story(story, answer)
    if answer == "yes":
        publish_story(story)
    story.refresh_from_db()
    return story


def write_story(story: Story, *, real_names: str = "", at=NOON, **told) -> StoryPage:
    words = {"heading": "A kitchen of my own", "lead": "", "words": STORY, "names": "changed"}
    return services.save_words(
        story=story, told=services.Told(**{**words, **told}), real_names=real_names, by=story.worker, at=at
    )


def answer_story(story: Story, answer: str = "yes", *, at=NOON, **given) -> None:
    services.record_reading(
        story=story, sha256=story.find_draft().sha256, answer=answer, read_on=at.date(), by=story.worker, at=at, **given
    )


def publish_story(story: Story, *, at=NOON) -> None:
    services.publish_story(story=story, aftercare_on=at.date() + timedelta(days=28), by=story.worker, at=at)


def make_translation_check(code: str, **given) -> TranslationCheck:
    """Somebody has read it as it is now."""
    return TranslationCheck.objects.create(
        **{
            "language": code,
            "sum": get_languages()[code].sum,
            "checked_by": "Sana Iqbal, interpreter",
            "checked_on": NOON.date(),
            "recorded_at": NOON,
            **given,
        }
    )
