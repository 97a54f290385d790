"""What notices about people in organisations say, and what hosts hear about the site itself."""

from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.notices.services.watching import ALERT
from cairn.places.models import Circle, CircleMembership, Membership
from cairn.places.presenters import describe_end as describe_circle_end
from cairn.places.queries import get_own_invitations
from cairn.places.queries.belonging import get_belonging

TEST_MAIL = "host.test-mail"


def render_test(user: User, about: str) -> NoticeText | None:
    sentence = "If you can read this, the site sends e-mails. You asked for it on the set-up page."
    return NoticeText("Test e-mail", sentence, reverse("notices:set-up"))


ALERT_WORDS = {
    "jobs": (
        "1 job failed",
        "{number} jobs failed",
        "The jobs page shows which, and why. You can run them again there.",
        "notices:jobs",
    ),
    "mails": (
        "1 e-mail could not be sent",
        "{number} e-mails could not be sent",
        "Cairn tried five times and has stopped trying. Check the mail server.",
        "notices:set-up",
    ),
    "backup": (
        "The backup failed",
        "{number} backups failed",
        "No archive was made. The log of the backup says why.",
        "notices:set-up",
    ),
    "backup-late": (
        "The latest backup is more than a day old",
        "The latest backup is more than a day old",
        "Check that the nightly backup runs and that its disk is there.",
        "notices:set-up",
    ),
}
"""What hosts hear of each kind of trouble: one, several, what to do, and the page that says more."""


def render_alert(user: User, about: str) -> NoticeText | None:
    name, _, number = about.partition(":")
    if name not in ALERT_WORDS or not get_belonging(user).may_on_the_site(Permission.JOBS_READ):
        return None
    one, several, sentence, view = ALERT_WORDS[name]
    return NoticeText(one if number == "1" else several.format(number=number), sentence, reverse(view))


def render_waiting(user: User, about: str) -> NoticeText | None:
    waiting = Membership.objects.waiting().filter(pk=about).select_related("organisation").first()
    if waiting is None:
        return None
    organisation = waiting.organisation
    path = reverse("places:members", args=[organisation.slug])
    return NoticeText(
        f"Request to join {organisation.name}", "Check who it is, then approve or reject the request.", path
    )


def render_approved(user: User, about: str) -> NoticeText | None:
    own = Membership.objects.active().filter(pk=about, user=user).select_related("organisation").first()
    if own is None:
        return None
    heading = f"You have joined {own.organisation.name}"
    return NoticeText(heading, "You can see what is shared with it.", reverse("records:desk"))


def render_circle(user: User, about: str) -> NoticeText | None:
    own = CircleMembership.objects.filter(pk=about, user=user).select_related("circle").first()
    if own is None:
        return None
    sentence = "You can see what is shared with it. You can leave it on its page."
    return NoticeText(f"You have joined the circle {own.circle.name}", sentence, own.circle.get_absolute_url())


def render_circle_invitation(user: User, about: str) -> NoticeText | None:
    own = get_own_invitations(user, at=now()).filter(pk=about).first()
    if own is None:
        return None
    path = reverse("places:join-circle", args=[own.circle.slug])
    sentence = f"{own.circle.purpose} Read its rules, then join or decline."
    return NoticeText(f"Invitation to the circle {own.circle.name}", sentence, path)


def _find_own_circle(user: User, about: str) -> Circle | None:
    found = CircleMembership.objects.filter(user=user, circle__slug=about).select_related("circle").first()
    return found.circle if found else None


def render_circle_rules(user: User, about: str) -> NoticeText | None:
    circle = _find_own_circle(user, about)
    if circle is None:
        return None
    sentence = "Read and agree to them. Until then you cannot read what is shared with the circle."
    return NoticeText(
        f"New rules of the circle {circle.name}", sentence, reverse("places:circle-rules", args=[circle.slug])
    )


def render_circle_end(user: User, about: str) -> NoticeText | None:
    """The same words before the end and after it: they say which of the two it is."""
    circle = _find_own_circle(user, about)
    if circle is None:
        return None
    words = "ends soon" if circle.is_running(on=localdate()) else "has ended"
    sentence = describe_circle_end(circle, on=localdate())
    return NoticeText(f"The circle {circle.name} {words}", sentence, circle.get_absolute_url())


NOTICES = (
    NoticeKind(
        "member.waits",
        "Requests to join",
        "For coordinators: someone with an address at your organisation is waiting.",
        render_waiting,
        Frequency.IMMEDIATE,
        group=NoticeGroup.DUTIES,
    ),
    NoticeKind(
        "member.approved",
        "You have been approved",
        "A coordinator approved your request.",
        render_approved,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        "circle.joined",
        "You have joined a circle",
        "Someone added you to a circle.",
        render_circle,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        "circle.invited",
        "You are invited to a circle",
        "Someone who leads a circle invited you.",
        render_circle_invitation,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        "circle.rules",
        "The rules of a circle have changed",
        "For its members.",
        render_circle_rules,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        "circle.ends",
        "A circle ends soon",
        "Two weeks before the last day of one of your circles.",
        render_circle_end,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        "circle.ended",
        "A circle has ended",
        "What happens to the records that were shared with it.",
        render_circle_end,
        Frequency.IMMEDIATE,
        group=NoticeGroup.PEOPLE,
    ),
    NoticeKind(
        ALERT,
        "Problems with the site",
        "For hosts: a job, a backup or an e-mail failed. One e-mail an hour for each kind of problem, at most.",
        render_alert,
        Frequency.IMMEDIATE,
        group=NoticeGroup.DUTIES,
    ),
    # Whoever asked for it waits for it, so no choice of theirs puts it off.
    NoticeKind(TEST_MAIL, "Test e-mail", "For hosts.", render_test, Frequency.IMMEDIATE, is_duty=True),
)
