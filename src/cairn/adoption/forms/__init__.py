from cairn.adoption.forms.changes import ChangeForm, FidelityForm, PartsForm
from cairn.adoption.forms.rows import HISTORY, ROWS
from cairn.adoption.forms.using import (
    CommentForm,
    ConfirmForm,
    DecideForm,
    MoveForm,
    ProposalForm,
    StartForm,
    TakeOverForm,
    get_sections,
)

__all__ = [
    "HISTORY",
    "ROWS",
    "ChangeForm",
    "CommentForm",
    "ConfirmForm",
    "DecideForm",
    "FidelityForm",
    "MoveForm",
    "PartsForm",
    "ProposalForm",
    "StartForm",
    "TakeOverForm",
    "get_sections",
]
