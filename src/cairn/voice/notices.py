"""What is told of worries about safety, and of consent that ends: that it waits, and where. Never a word of it."""

from collections.abc import Callable
from datetime import date

from django.urls import reverse

from cairn.accounts.models import User
from cairn.notices.enums import Frequency
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.places.models import Membership, Organisation
from cairn.voice.models import Contribution, ListeningSession, SafeguardingConcern, SafetyPost, Story
from cairn.voice.policies import can_confirm, can_hand_over_story, can_name, can_run, can_run_story

WAITS = "A safeguarding concern is waiting for you"


def render_concern(user: User, about: str) -> NoticeText | None:
    concern = SafeguardingConcern.objects.readable_by(user).unopened().filter(key=about).first()
    if concern is None:
        return None
    return NoticeText(WAITS, "Sign in to read it now.", reverse("voice:concern", args=[concern.key]))


def render_unread(user: User, about: str) -> NoticeText | None:
    """The lead and the deputy are led to it; a coordinator to the page where somebody else can be named."""
    concern = SafeguardingConcern.objects.unopened().select_related("organisation").filter(key=about).first()
    if concern is None:
        return None
    if SafeguardingConcern.objects.readable_by(user).filter(pk=concern.pk).exists():
        return NoticeText(
            WAITS, "No one has read it yet. Sign in to read it now.", reverse("voice:concern", args=[about])
        )
    if not can_name(user, concern.organisation) or concern.about_id == user.pk:
        return None
    return NoticeText(
        "A safeguarding concern has not been read",
        "Phone the lead or the deputy, or name someone else. You cannot read it yourself.",
        reverse("voice:safety-people", args=[concern.organisation.slug]),
    )


def render_named(user: User, about: str) -> NoticeText | None:
    organisation = Organisation.objects.filter(slug=about).first()
    asked = SafetyPost.objects.filter(
        organisation=organisation, membership__user=user, agreed_at=None, is_self_named=False
    )
    if organisation is None or not asked.exists():
        return None
    return NoticeText(
        f"Will you receive safeguarding concerns at {organisation.name}?",
        "Accept on the page, or tell your coordinator it should not be you. You receive nothing until you accept.",
        reverse("voice:safety-people", args=[organisation.slug]),
    )


def _find_post(about: str) -> SafetyPost | None:
    return SafetyPost.objects.select_related("organisation", "membership__user").filter(pk=about).first()


def render_self_named(user: User, about: str) -> NoticeText | None:
    post = _find_post(about)
    if post is None or not can_confirm(post, user):
        return None
    return NoticeText(
        f"{post.membership.user.name} asks to receive safeguarding concerns at {post.organisation.name}",
        "They named themselves and would read people’s concerns. They cannot until you confirm. Make "
        "sure they are the right person.",
        reverse("voice:safety-people", args=[post.organisation.slug]),
    )


def render_confirmed(user: User, about: str) -> NoticeText | None:
    post = _find_post(about)
    if post is None or post.agreed_at is None or post.membership.user_id != user.pk:
        return None
    return NoticeText(
        f"You now receive safeguarding concerns at {post.organisation.name}",
        "Someone else has confirmed your request.",
        reverse("voice:safety-people", args=[post.organisation.slug]),
    )


def render_changed(user: User, about: str) -> NoticeText | None:
    organisation = Organisation.objects.filter(slug=about).first()
    if organisation is None:
        return None
    title = f"Safeguarding contacts at {organisation.name} have changed"
    if not Membership.objects.active().filter(user=user, organisation=organisation).exists():
        posts = SafetyPost.objects.filter(organisation=organisation).select_related("membership__user")
        named = " and ".join(post.membership.user.name for post in posts.order_by("role")) or "nobody"
        sentence = f"A coordinator named {named}. If you did not expect this, contact the organisation at once."
        return NoticeText(title, sentence, organisation.get_absolute_url())
    return NoticeText(
        title,
        "Check who it is now. If you did not expect this, ask the coordinators at once.",
        reverse("voice:safety-people", args=[organisation.slug]),
    )


def render_consent_ends(user: User, about: str) -> NoticeText | None:
    key, _, until = about.partition(" ")
    session = ListeningSession.objects.filter(key=key).first()
    number = Contribution.objects.filter(consents__until=until, session=session).distinct().count()
    if session is None or not number:
        return None
    is_worker = can_run(user, session)
    day = date.fromisoformat(until)
    return NoticeText(
        f"Consent for {number} answer{'' if number == 1 else 's'} ends on {day:%-d %B %Y}",
        f"“{session.title}”: ask again before then, and change the date. Words without consent are deleted."
        if is_worker
        else f"“{session.title}” has no worker. Hand it to someone who can ask again.",
        session.get_absolute_url() if is_worker else reverse("voice:hand-over", args=[session.key]),
    )


def _find_story(user: User, about: str) -> tuple[Story, str] | None:
    """With where its worker reads on; whoever may only hand it over is led there."""
    story = Story.objects.filter(key=about, ended="").first()
    if story is None or not can_hand_over_story(user, story):
        return None
    view = "voice:story-work" if can_run_story(user, story) else "voice:hand-over-story"
    return story, reverse(view, args=[story.key])


def render_story_answered(user: User, about: str) -> NoticeText | None:
    found = _find_story(user, about)
    sentence = "They used their private code. Sign in to see what they said."
    return NoticeText("A young person has read their story", sentence, found[1]) if found else None


def render_story_ends(user: User, about: str) -> NoticeText | None:
    if (found := _find_story(user, about)) is None:
        return None
    story, path = found
    return NoticeText(
        f"Consent for a story ends on {story.until:%-d %B %Y}",
        "Ask the young person again before then, and change the date. After that day the story is deleted.",
        path,
    )


def render_aftercare(user: User, about: str) -> NoticeText | None:
    found = _find_story(user, about)
    if found is None or found[0].aftercare_on is None:
        return None
    return NoticeText(
        "Ask how it has been since a story was published",
        "Talk to the young person: how has it been, and is it still right for them? They can withdraw it at any time.",
        found[1],
    )


def _duty(name: str, label: str, render: Callable[[User, str], NoticeText | None]) -> NoticeKind:
    return NoticeKind(name, label, "You cannot turn these off.", render, Frequency.IMMEDIATE, is_duty=True)


NOTICES = (
    _duty("concern.sent", "Safeguarding concern", render_concern),
    _duty("concern.unopened", "Unread safeguarding concern", render_unread),
    _duty("safety.named", "You are asked to receive safeguarding concerns", render_named),
    _duty("safety.second", "Someone named themselves as safeguarding lead", render_self_named),
    _duty("safety.confirmed", "You now receive safeguarding concerns", render_confirmed),
    _duty("safety.changed", "Safeguarding contacts have changed", render_changed),
    NoticeKind(
        "listening.consent_ends",
        "Young people’s consent is about to end",
        "30 days before you have to stop using their answers.",
        render_consent_ends,
    ),
    NoticeKind(
        "story.answered",
        "A young person has read their story",
        "When they answer with their private code.",
        render_story_answered,
        Frequency.IMMEDIATE,
    ),
    NoticeKind(
        "story.ends",
        "Consent for a story is about to end",
        "When a story may be used for 30 days more.",
        render_story_ends,
    ),
    NoticeKind(
        "story.aftercare",
        "Ask a young person how it has been",
        "On the day you set when you published their story.",
        render_aftercare,
    ),
)
