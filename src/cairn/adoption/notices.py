"""What is told of councils that use a model: proposals, comments, starts; and that a check is overdue."""

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.adoption.models import Adoption, Embedding, UseComment, UseProposal
from cairn.adoption.queries import get_proposals_to_review, get_reviews_due
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.records.policies import can_edit


def render_overdue(user: User, about: str) -> NoticeText | None:
    """Of one record; nothing where the look was taken since."""
    today = localdate()
    due = get_reviews_due(Embedding.objects.filter(record__slug=about), until=today)
    overdue = [one for one in due if one.is_overdue(day=today)]
    if not overdue or not can_edit(overdue[0].embedding.record, user):
        return None
    sentence = f"{overdue[0].when.label}: the review of what is in place was due on {overdue[0].due:%-d %B %Y}."
    return NoticeText(overdue[0].embedding.record.title, sentence, reverse("adoption:embedding", args=[about]))


def render_proposed(user: User, about: str) -> NoticeText | None:
    """Nothing once somebody has reviewed it."""
    proposal = get_proposals_to_review(user).filter(pk=about).first()
    if proposal is None:
        return None
    heading = f"Proposed: {proposal.place.name} uses {proposal.practice_model.title}"
    path = reverse("adoption:proposal", args=[proposal.pk])
    return NoticeText(heading, "Someone has named a source. Accept it, or say why not.", path)


def render_decided(user: User, about: str) -> NoticeText | None:
    found = UseProposal.objects.filter(pk=about, by=user.pk).exclude(decision=UseProposal.Decision.WAITING)
    proposal = found.select_related("place", "practice_model").first()
    if proposal is None:
        return None
    named = f"{proposal.place.name}, {proposal.practice_model.title}"
    is_accepted = proposal.decision == UseProposal.Decision.ACCEPTED
    heading = f"Your proposal was accepted: {named}" if is_accepted else f"Your proposal was not accepted: {named}"
    sentence = "Everyone can see it now." if is_accepted else "The page says why."
    return NoticeText(heading, sentence, reverse("adoption:proposal", args=[proposal.pk]))


def render_comment(user: User, about: str) -> NoticeText | None:
    comment = UseComment.objects.select_related("adoption", "organisation").filter(pk=about).first()
    if comment is None or not can_edit(comment.adoption, user):
        return None
    sentence = f"{comment.organisation.name}, where the model comes from, has commented."
    return NoticeText(comment.adoption.title, sentence, comment.adoption.get_absolute_url())


def render_core_change(user: User, about: str) -> NoticeText | None:
    """For those the model comes from, on a use that they can see."""
    use = Adoption.objects.visible_to(user).filter(slug=about, live=True).first()
    if use is None or not use.adaptations.filter(must_keep=True).exists():
        return None
    sentence = "The council changed a part of your model that must be kept. You can say on the page what you think."
    return NoticeText(use.title, sentence, use.get_absolute_url())


NOTICES = (
    NoticeKind(
        "embedding.overdue",
        "Your review of what has lasted is overdue",
        "Six and twelve months after your project, or your use of a model, began.",
        render_overdue,
        group=NoticeGroup.PROJECTS,
    ),
    NoticeKind(
        "use.proposed",
        "Someone says that a council uses a model",
        "For the council, those the model comes from and moderators.",
        render_proposed,
        group=NoticeGroup.DUTIES,
    ),
    NoticeKind(
        "use.decided",
        "Your proposal was reviewed",
        "When you said that a council uses a model.",
        render_decided,
        Frequency.IMMEDIATE,
    ),
    NoticeKind(
        "use.commented",
        "A comment on your use of a model",
        "From the organisation that the model comes from.",
        render_comment,
    ),
    NoticeKind(
        "use.core_changed",
        "A council changed a core part of your model",
        "For the organisation that a model comes from.",
        render_core_change,
    ),
)
