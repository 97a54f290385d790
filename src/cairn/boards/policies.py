"""What may happen to a board, each with the sentence for whoever may not."""

from collections.abc import Iterator
from functools import partial

from wagtail.models import TaskState

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.boards.enums import RESERVED_SLUGS
from cairn.boards.models import BoardPage
from cairn.boards.models.tasks import get_possible_deciders, may_decide
from cairn.places.queries.belonging import get_belonging


class UnableToSubmitBoard(Exception):
    """Says what is missing; `field` is where it is asked for."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class UnableToDecide(Exception):
    """Says who may."""


def check_can_submit(board: BoardPage, by: User) -> None:
    for problem in find_problems(board, by):
        raise problem


def find_problems(board: BoardPage, by: User) -> Iterator[UnableToSubmitBoard]:
    """Everything that is missing, so that whoever asks reads it at once."""
    for check in (partial(check_decider, by=by), check_topic_is_free, check_tells_what_changed):
        try:
            check(board)
        except UnableToSubmitBoard as problem:
            yield problem


def check_decider(board: BoardPage, by: User) -> None:
    if board.decider_id is None:
        raise UnableToSubmitBoard(_ask_for_decider(by), "decider")
    if by is not None and board.decider_id == by.pk:
        raise UnableToSubmitBoard("You cannot approve your own board. Choose another approver.", "decider")
    if not get_possible_deciders().filter(pk=board.decider_id).exists():
        raise UnableToSubmitBoard(
            "The approver is no longer an editor of this site. Choose another approver.", "decider"
        )


def _ask_for_decider(by: User) -> str:
    if by is not None and not get_possible_deciders().exclude(pk=by.pk).exists():
        return (
            "You are the only editor of this site, so no one can approve the board. Ask a host to make "
            "someone else an editor."
        )
    return "Choose an approver before you submit this board."


def check_topic_is_free(board: BoardPage) -> None:
    """One board that is read for each topic; a later one says which it replaces."""
    later = BoardPage.objects.live().filter(replaces=board.pk).first() if board.pk else None
    if later is not None:
        raise UnableToSubmitBoard(f"“{later.title}” has replaced this board. Edit that one instead.", "topic")
    others = BoardPage.objects.in_place().filter(topic=board.topic)
    other = others.exclude(pk=board.pk).exclude(pk=board.replaces_id).first()
    if other is not None:
        raise UnableToSubmitBoard(
            f"“{other.title}” is already about this topic. Edit that board, or say that this one replaces it.",
            "replaces",
        )


def check_tells_what_changed(board: BoardPage) -> None:
    """The sentence is asked for at each publishing: that of the last one does not count."""
    if not board.what_changed.strip():
        raise UnableToSubmitBoard("Say in one sentence what changed, for the list of versions.", "what_changed")
    last = board.versions.order_by("-number").first() if board.pk else None
    if last is not None and last.what_changed == board.what_changed:
        raise UnableToSubmitBoard(
            f"Version {last.number} already has this sentence. Say what has changed since.", "what_changed"
        )


def check_slug(slug: str, board: BoardPage) -> None:
    """The address of a published board is printed on posters and in their QR codes, so it stays."""
    published = BoardPage.objects.filter(pk=board.pk, versions__isnull=False).first()
    if published is not None and slug != published.slug:
        raise UnableToSubmitBoard(
            f"Posters and QR codes link to this board’s address. Leave it as “{published.slug}”.", "slug"
        )
    if slug in RESERVED_SLUGS:
        raise UnableToSubmitBoard(f"“{slug}” is the address of another page. Choose another one.", "slug")


def check_can_decide(waiting: TaskState | None, by: User) -> None:
    if waiting is None:
        raise UnableToDecide("Nothing is waiting for approval here. It may have been decided or cancelled.")
    # Asked again at the moment of the decision: a board is read by everybody, and roles end in the meantime.
    if not may_decide(waiting, by) or not is_editor_now(by):
        raise UnableToDecide("Only the approver named on the board can decide on it.")


def is_editor_now(user: Reader) -> bool:
    """With the second step to log in that the role asks for; outside Wagtail's office nothing else checks it."""
    return user.is_active and get_belonging(user).may_on_the_site(Permission.PAGES_EDIT)


def check_can_take_off(board: BoardPage, by: User) -> None:
    """The person named on the board that is read or waits for its day; where none is named, any editor."""
    if not board.live and not board.revisions.filter(approved_go_live_at__isnull=False).exists():
        raise UnableToDecide("This board is not published or scheduled, so there is nothing to withdraw.")
    named = get_named_deciders(board)
    if not is_editor_now(by) or (named and by.pk not in named):
        raise UnableToDecide("Only the approver named on the board can withdraw it.")


def get_named_deciders(board: BoardPage) -> set[int]:
    named = {board.decider_id} if board.live else set()
    named |= {one.content.get("decider") for one in board.revisions.filter(approved_go_live_at__isnull=False)}
    return named - {None}


def check_can_publish(board: BoardPage) -> None:
    """What may have changed between asking and deciding."""
    check_topic_is_free(board)
