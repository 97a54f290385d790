from cairn.events.forms.events import ROWS, get_sections

__all__ = ["ROWS", "get_sections"]
