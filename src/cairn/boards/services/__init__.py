from cairn.boards.services.editors import follow_roles
from cairn.boards.services.files import delete_files_about, make_file, request_file
from cairn.boards.services.following import follow_board, unfollow_board
from cairn.boards.services.loading import load_boards
from cairn.boards.services.publishing import (
    decide_board,
    keep_version,
    note_asked,
    note_decided,
    take_off,
)
from cairn.boards.services.tree import ensure_tree

__all__ = [
    "decide_board",
    "delete_files_about",
    "ensure_tree",
    "follow_board",
    "follow_roles",
    "keep_version",
    "load_boards",
    "make_file",
    "note_asked",
    "note_decided",
    "request_file",
    "take_off",
    "unfollow_board",
]
