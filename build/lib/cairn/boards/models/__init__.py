from cairn.boards.models.follows import BoardFollow
from cairn.boards.models.pages import BoardIndexPage, BoardPage
from cairn.boards.models.tasks import NamedDeciderTask
from cairn.boards.models.versions import BoardFile, BoardVersion

__all__ = ["BoardFile", "BoardFollow", "BoardIndexPage", "BoardPage", "BoardVersion", "NamedDeciderTask"]
