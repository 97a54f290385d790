from cairn.adoption.forms.changes import ChangeForm, FidelityForm, PartsForm
from cairn.adoption.forms.rows import HISTORY, ROWS
from cairn.adoption.forms.scaling import SCALING_ROWS, get_scaling_sections
from cairn.adoption.forms.using import (
    CommentForm,
    ConfirmForm,
    DecideForm,
    MoveForm,
    ProposalForm,
    StartForm,
    get_sections,
)

__all__ = [
    "HISTORY",
    "ROWS",
    "SCALING_ROWS",
    "ChangeForm",
    "CommentForm",
    "ConfirmForm",
    "DecideForm",
    "FidelityForm",
    "MoveForm",
    "PartsForm",
    "ProposalForm",
    "StartForm",
    "get_scaling_sections",
    "get_sections",
]
