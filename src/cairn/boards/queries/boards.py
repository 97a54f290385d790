"""Reading boards, their versions and their topics."""

from typing import Any

from wagtail.models import TaskState

from cairn.boards.models import BoardFollow, BoardPage, BoardVersion
from cairn.library.definitions.vocabularies import get_vocabulary

TOPICS = "boards"  # the vocabulary


def get_topics() -> list[tuple[str, str]]:
    return [(term.key, term.title) for term in get_vocabulary(TOPICS).terms]


def get_topic_number(topic: str) -> int:
    """1 to 5, as the boards are numbered; 0 for a topic that a reviewer took out of the list."""
    keys = [key for key, _ in get_topics()]
    return keys.index(topic) + 1 if topic in keys else 0


def find_term(name: Any) -> Any:
    """The term of a vocabulary that a condition names, as "conditions:cost"; None for one that is gone."""
    vocabulary, _, key = str(name).partition(":")
    terms = get_vocabulary(vocabulary).terms if vocabulary and key else ()
    return next((term for term in terms if term.key == key), None)


def get_live_boards() -> list[BoardPage]:
    """One for each topic, in the order of the topics."""
    found = BoardPage.objects.in_place().order_by("last_published_at", "pk")
    by_topic = {board.topic: board for board in found}
    return [by_topic[key] for key, _ in get_topics() if key in by_topic]


def get_versions(board: BoardPage) -> list[BoardVersion]:
    """The newest first."""
    return list(board.versions.select_related("decided_by").order_by("-number"))


def get_waiting(board: BoardPage) -> TaskState | None:
    """The draft that waits for its decider, as a step of the workflow."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type__app_label="wagtailcore",
        workflow_state__object_id=str(board.pk),
    )
    return waiting.select_related("revision", "task", "workflow_state__requested_by").first()


def is_followed(board: BoardPage, user: Any) -> bool:
    return bool(user.is_authenticated and BoardFollow.objects.filter(board=board, user=user).exists())
