"""News about boards."""

from django.dispatch import Signal

board_file_requested = Signal()  # carries `board_file`
