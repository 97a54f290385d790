"""Following a board: hearing of each new version of it."""

from datetime import datetime

from cairn.accounts.models import User
from cairn.boards.models import BoardFollow, BoardPage, BoardVersion
from cairn.notices.services import notify


def follow_board(*, board: BoardPage, user: User, at: datetime) -> None:
    BoardFollow.objects.get_or_create(board=board, user=user, defaults={"since": at})


def unfollow_board(*, board: BoardPage, user: User) -> None:
    BoardFollow.objects.filter(board=board, user=user).delete()


def notify_followers(*, version: BoardVersion, at: datetime) -> None:
    """Safe to do twice: one notice for each version."""
    people = User.objects.filter(board_follows__board=version.board)
    notify(users=people, kind="board.published", about=str(version.board_id), at=at, key=str(version.number))
