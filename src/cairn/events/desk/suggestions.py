"""What suggestions put on a desk: how long each waits for its answer."""

from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.events.models import Suggestion
from cairn.events.policies import can_answer_suggestions
from cairn.events.presenters.suggestions import SuggestionView
from cairn.records.desk import DueItem

MOST = 10


def find_suggestions(user: User) -> list[DueItem]:
    if not can_answer_suggestions(user):
        return []
    at = now()
    views = [SuggestionView(one, at) for one in Suggestion.objects.waiting().order_by("sent_at")[:MOST]]
    return [
        DueItem(
            title=view.title,
            action=f"Suggestion for a learning event. {view.age}. Answer it",
            url=reverse("events:sort-suggestion", args=[view.suggestion.key]),
            since=view.suggestion.sent_at,
        )
        for view in views
    ]
