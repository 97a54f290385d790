"""A story of change for the demonstration. Whoever tells it is invented, as the council is."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from cairn.places.models import Membership
from cairn.records.queries import get_own_teams
from cairn.voice.enums import Adult, AgeBand, Answer, StoryNames, ToldHow
from cairn.voice.models import Story
from cairn.voice.services import stories

WORKER = "voice@ottenvale.example"
STARTED_AT = datetime(2026, 5, 11, 15, tzinfo=UTC)
PUBLISHED_AT, TOLD_AT, ASKED_AT = (STARTED_AT + timedelta(days=days) for days in (14, 37, 44))
HEADING = "The kitchen light stays on"
LEAD = "What changed when I moved into a flat with other care leavers, and had a say in how we live there."
WORDS = """
I moved eleven times before I was sixteen. You learn not to unpack. I kept my things in two bags by the door, because
it made the mornings easier.

When Bea told me about the flats I thought it was one more placement with a nicer name. There were six of us, and
every second Thursday we met and decided things. Real things: who paints what, whether the office is open at night,
who is asked about the next flat. The first time I put my hand up I thought someone would laugh. Someone wrote it
down instead.

What I said was about the kitchen. Everywhere I had lived before, it was locked at ten. So I asked whether ours could
just stay open. We talked about it for an hour. One of the workers was worried about the cooker. In the end we voted,
it stayed open, and we agreed who turns off the gas.

It sounds small. But the first night I could not sleep I went down and made pasta at one in the morning, and Jaz came
down as well, and we talked until it got light. I think that is when it began to be home.

I have been here for nineteen months. That is my record. The two bags are under my bed, and they are empty.
"""


@transaction.atomic
def load_demonstration_story(*, at: datetime) -> None:
    """Told once; one that somebody withdrew in the demonstration does not come back."""
    member = Membership.objects.active().filter(user__email=WORKER, organisation__is_fictional=True).first()
    if member is None or Story.objects.filter(team__organisation=member.organisation).exists():
        return
    worker = member.user
    story = stories.start_story(
        team=get_own_teams(worker).first(),
        age_band=AgeBand.FROM_18,
        adult=Adult.NONE,
        until=localdate(at) + timedelta(days=540),
        code=None,
        by=worker,
        at=STARTED_AT,
    )
    paragraphs = [" ".join(one.split()) for one in WORDS.split("\n\n")]
    told = stories.Told(HEADING, LEAD, "\n\n".join(paragraphs), StoryNames.CHANGED)
    page = stories.save_words(story=story, told=told, real_names="", by=worker, at=STARTED_AT)
    stories.record_reading(
        story=story,
        sha256=page.sha256,
        answer=Answer.YES,
        read_on=localdate(PUBLISHED_AT),
        by=worker,
        at=PUBLISHED_AT,
    )
    stories.publish_story(story=story, aftercare_on=localdate(ASKED_AT), by=worker, at=PUBLISHED_AT)
    stories.add_audience(
        story=story,
        told_to="The corporate parenting board",
        told_on=localdate(TOLD_AT),
        how=ToldHow.READ,
        what_followed="The board asked every children’s home of the council when its kitchen is locked, and why.",
        by=worker,
        at=TOLD_AT,
    )
    stories.record_aftercare(story=story, next_on=localdate(at) + timedelta(days=60), by=worker, at=ASKED_AT)
