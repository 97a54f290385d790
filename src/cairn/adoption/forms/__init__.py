from cairn.adoption.forms.scaling import SCALING_ROWS, get_scaling_sections
from cairn.adoption.forms.using import MoveForm, StartForm, get_sections

__all__ = [
    "SCALING_ROWS",
    "MoveForm",
    "StartForm",
    "get_scaling_sections",
    "get_sections",
]
