from cairn.boards.services.loading import load_boards
from cairn.boards.services.publishing import decide_board, keep_version, note_asked, note_decided, submit_board
from cairn.boards.services.tree import ensure_tree, follow_roles

__all__ = [
    "decide_board",
    "ensure_tree",
    "follow_roles",
    "keep_version",
    "load_boards",
    "note_asked",
    "note_decided",
    "submit_board",
]
