"""What other pages show of boards."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.boards.queries import get_live_boards, get_topic_number
from cairn.common.panels import Panel


def show_first_step(request: HttpRequest, subject: Any) -> str:
    """On the introduction: the sheet comes first, once there is a board to stand on it."""
    boards = get_live_boards()
    return render_to_string("boards/first_step_panel.html", {"boards": boards}, request) if boards else ""


def show_on_home(request: HttpRequest, subject: Any) -> str:
    """The boards in their colours."""
    boards = [(board, get_topic_number(board.topic)) for board in get_live_boards()]
    return render_to_string("boards/home_panel.html", {"boards": boards}, request) if boards else ""


PANELS = (
    Panel("boards", ("home",), show_on_home),
    Panel("introductory-sheet", ("introduction",), show_first_step),
)
