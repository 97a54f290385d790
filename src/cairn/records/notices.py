"""What notices about records say. Each is asked for when it is sent: who may no longer see a record hears nothing."""

from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.accounts.models import User
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.records.models import Record, Report, Review
from cairn.records.policies import can_answer, can_edit, can_read_review
from cairn.records.presenters.week import describe_week
from cairn.records.services import WEEK, name_week

AT_ONCE = Frequency.IMMEDIATE


def _find_record(user: User, slug: str) -> Record | None:
    return Record.objects.visible_to(user).filter(slug=slug).first()


def render_record(user: User, about: str) -> NoticeText | None:
    record = _find_record(user, about)
    if record is None or not record.live:
        return None
    kind = record.get_kind().label.lower()
    return NoticeText(record.title, f"A {kind} you follow has changed.", record.get_absolute_url())


def render_report(user: User, about: str) -> NoticeText | None:
    report = Report.objects.open().select_related("record", "place").filter(pk=about).first()
    if report is None or not can_answer(report, user):
        return None
    title = report.record.title if report.record else report.place.name  # type: ignore[union-attr]  # it is about one of the two
    if report.is_question:
        title, sentence = f"New question about: {title}", "Someone has asked a question about this page. Please answer."
    else:
        sentence = "Someone has reported a mistake on this page. Please read it and reply."
    return NoticeText(title, sentence, reverse("records:report", args=[report.pk]))


def render_answer(user: User, about: str) -> NoticeText | None:
    report = Report.objects.filter(pk=about, reporter=user, answered_at__isnull=False).first()
    if report is None:
        return None
    path = reverse("records:report", args=[report.pk])
    if report.is_question:
        return NoticeText("Your question was answered", "Read the answer on the site.", path)
    return NoticeText("Your report was answered", "Read the answer on the site.", path)


def render_review(user: User, about: str) -> NoticeText | None:
    review = Review.objects.filter(pk=about, decision=Review.Decision.WAITING).select_related("record").first()
    if review is None or not can_read_review(review, user):
        return None
    path = reverse("records:review", args=[review.record.slug])
    return NoticeText(
        review.record.title, "A colleague has asked you to review this before it is shared with everyone.", path
    )


def render_decision(user: User, about: str) -> NoticeText | None:
    review = Review.objects.filter(pk=about, asked_by=user).select_related("record").first()
    if review is None or not can_edit(review.record, user):
        return None
    said = (
        "You can now share it with everyone."
        if review.decision == Review.Decision.APPROVED
        else "It needs changes first."
    )
    return NoticeText(review.record.title, f"Your colleague has reviewed it. {said}", review.record.get_absolute_url())


def render_week(user: User, about: str) -> list[NoticeText]:
    """What the desk would show now; of an earlier week nothing."""
    return describe_week(user, at=now()) if about == name_week(localdate()) else []


NOTICES = (
    NoticeKind(
        WEEK,
        "Your week",
        "On Mondays: what is due, a question you could answer, and something new from councils like yours. No e-mail "
        "when there is nothing to say.",
        render_week,
        Frequency.WEEKLY,
    ),
    NoticeKind(
        "record.published",
        "Something you follow has changed",
        "A record that you follow.",
        render_record,
        group=NoticeGroup.FOLLOWED,
    ),
    NoticeKind("report.made", "Mistake reported", "In what you write, or for moderators.", render_report, AT_ONCE),
    NoticeKind("report.answered", "Your report was answered", "Your own reports.", render_answer, AT_ONCE),
    NoticeKind("review.asked", "Review requested", "In your teams.", render_review, AT_ONCE),
    NoticeKind("review.decided", "Your draft was reviewed", "Reviews that you asked for.", render_decision, AT_ONCE),
)
