from cairn.adoption.forms.using import MoveForm, StartForm, get_sections

__all__ = [
    "MoveForm",
    "StartForm",
    "get_sections",
]
