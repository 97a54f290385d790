"""Suggestions as the public, those who answer and those who follow may see them."""

from email.utils import parseaddr

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from cairn.accounts.models import Reader
from cairn.events.models import LearningEvent, Suggestion, SuggestionFollower
from cairn.records.models import Record

COUNT_FOLLOWERS = Count("followers", filter=Q(followers__confirmed_at__isnull=False))


def get_waiting_in_public() -> QuerySet[Suggestion]:
    """What everybody may read and nobody has answered, the oldest first."""
    return Suggestion.objects.released().waiting().annotate(number=COUNT_FOLLOWERS).order_by("sent_at")


def get_answered_in_public() -> QuerySet[Suggestion]:
    """You said, we did: the newest answer first."""
    answered = Suggestion.objects.released().exclude(state=Suggestion.State.WAITING)
    return answered.annotate(number=COUNT_FOLLOWERS).order_by("-answered_at")


def get_suggestions_to_sort(state: str) -> QuerySet[Suggestion]:
    """For those who answer: what waits the longest stands first, what was answered last."""
    found = Suggestion.objects.kept().select_related("suggested_by", "event")
    if state:
        found = found.filter(state=state)
    return found.annotate(number=COUNT_FOLLOWERS).order_by(Coalesce("answered_at", "sent_at"))


def get_seen_events(suggestions: list[Suggestion], user: Reader) -> dict[int, Record]:
    """The events that answer them, as far as the reader may see them, by key."""
    wanted = {one.event_id for one in suggestions if one.event_id}
    if not wanted:
        return {}
    return {one.pk: one for one in Record.objects.visible_to(user).filter(pk__in=wanted, withdrawn_at=None)}


def get_events_to_choose(user: Reader) -> QuerySet[LearningEvent]:
    """Events that a suggestion can be answered with, the newest first."""
    found = LearningEvent.objects.visible_to(user).filter(withdrawn_at=None, merged_into=None)
    return found.order_by("-held_on", "-updated_at")


def is_following(suggestion: Suggestion, user: Reader) -> bool:
    return user.is_authenticated and SuggestionFollower.objects.filter(suggestion=suggestion, user=user).exists()


def list_own_addresses() -> set[str]:
    """Addresses that the site itself writes from, or that its box answers to: it talks to none of them."""
    written = (settings.DEFAULT_FROM_EMAIL, settings.MAILBOX_ADDRESS)
    return {address.lower() for one in written if (address := parseaddr(one)[1])}
