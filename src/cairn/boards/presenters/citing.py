"""How a board is cited: by the version that is read."""

from django.conf import settings

from cairn.boards.models import BoardPage, BoardVersion
from cairn.common.addresses import make_absolute
from cairn.common.presenters.citing import Citation


def cite_board(board: BoardPage, version: BoardVersion) -> Citation:
    return Citation(
        form="Article",
        title=board.title,
        address=make_absolute(board.get_absolute_url()),
        publisher=settings.SITE_NAME,
        date=f"{version.published_at:%Y-%m-%d}",
        version=f"Version {version.number}",
        description=board.sentence,
    )
