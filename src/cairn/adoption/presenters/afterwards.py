"""Uses of models as lines of a council's timeline."""

from collections.abc import Iterator

from cairn.accounts.models import Reader
from cairn.adoption.models import AdoptionMove
from cairn.adoption.queries import get_models_used_in
from cairn.library.presenters.timeline import Line
from cairn.places.models import Place


def tell_uses(place: Place, user: Reader) -> Iterator[Line]:
    """What has a date; when a use without one began is told beside the model."""
    for use in get_models_used_in(place, user):
        for move in use.moves.all():
            if move.moved_on:
                status = str(AdoptionMove.Status(move.status).label)
                note = "".join(f". {words}" for words in (move.reason, move.note) if words)
                yield Line(
                    on=move.moved_on,
                    kind="Use of a model",
                    words=f"{use.practice_model.title}: {status[:1].lower()}{status[1:]}{note}",
                    said_by=use.who_says,
                    address=use.get_absolute_url(),
                )
