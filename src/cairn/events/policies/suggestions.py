"""What may happen to a suggestion. Each rule says what to do instead."""

from collections.abc import Sequence

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.events.models import LearningEvent, Suggestion
from cairn.places.policies import has_permission
from cairn.records.models import Record


class UnableToChangeSuggestion(Exception):
    """The sentence says why, and what to do instead."""


def can_answer_suggestions(user: Reader) -> bool:
    return has_permission(user, Permission.SUGGESTIONS_ANSWER)


def check_can_answer(suggestion: Suggestion, by: User) -> None:
    if not can_answer_suggestions(by):
        raise UnableToChangeSuggestion("Only moderators can answer suggestions.")
    if suggestion.merged_into_id:
        raise UnableToChangeSuggestion("This suggestion was merged with another. Answer that one.")


def check_answer(state: str, event: LearningEvent | None, by: User) -> None:
    """Planned names the event; nothing else does."""
    if state not in (Suggestion.State.PLANNED, Suggestion.State.ANSWERED, Suggestion.State.DECLINED):
        raise UnableToChangeSuggestion("Choose whether it is planned, answered or not now.")
    if state == Suggestion.State.PLANNED and event is None:
        raise UnableToChangeSuggestion("Choose the learning event that is planned.")
    if state != Suggestion.State.PLANNED and event is not None:
        raise UnableToChangeSuggestion("Only a planned suggestion has an event. Leave the event empty.")
    if event is not None and not Record.objects.visible_to(by).filter(pk=event.pk, withdrawn_at=None).exists():
        raise UnableToChangeSuggestion("Choose an event that you can see.")


def check_can_merge(kept: Suggestion, other: Suggestion, by: User) -> None:
    check_can_answer(kept, by)
    check_can_answer(other, by)
    if kept.pk == other.pk:
        raise UnableToChangeSuggestion("Choose another suggestion: one cannot be merged with itself.")


def check_can_delete(suggestion: Suggestion, by: User) -> None:
    """What everybody could read gets an answer; it does not just go."""
    check_can_answer(suggestion, by)
    if suggestion.is_released or not suggestion.is_waiting or suggestion.merged.exists():
        raise UnableToChangeSuggestion("Only a suggestion that was neither released nor answered can be deleted.")


def check_can_follow(suggestion: Suggestion) -> None:
    if suggestion.merged_into_id or not suggestion.is_released:
        raise UnableToChangeSuggestion("This suggestion is not public, so it cannot be followed.")


def check_can_plan(suggestions: Sequence[Suggestion], by: User) -> None:
    if not suggestions:
        raise UnableToChangeSuggestion("Choose at least one suggestion.")
    for one in suggestions:
        check_can_answer(one, by)
