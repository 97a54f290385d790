"""The lists that hang on a use of a model."""

from dataclasses import dataclass

from django.urls import reverse

from cairn.adoption.forms.using import MoveForm
from cairn.adoption.models import AdoptionMove
from cairn.library.forms.rows import ModelUsedForm
from cairn.library.services.rows import RowKind
from cairn.records.models import Record


@dataclass(frozen=True)
class OwnPage:
    """A list with a page of its own."""

    title: str
    relation: str
    view: str

    def get_address(self, record: Record) -> str:
        return reverse(self.view, args=[record.slug])


HISTORY = RowKind("history", "Status over time", "Add a step", "moves", AdoptionMove, MoveForm)
ROWS = (
    HISTORY,
    OwnPage("Parts kept, changed and dropped", "parts", "adoption:parts"),
    OwnPage("Changes made", "adaptations", "adoption:changes"),
    RowKind("combined", "Models combined with it", "Add a model", "combined_with", None, ModelUsedForm),
)
