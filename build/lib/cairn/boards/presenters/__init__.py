from cairn.boards.presenters.reading import BoardView, read_board
from cairn.boards.presenters.sheet import SheetView, read_sheet

__all__ = ["BoardView", "SheetView", "read_board", "read_sheet"]
