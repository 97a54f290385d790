"""Who uses what, as the reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from cairn.accounts.models import Reader
from cairn.actions.queries import count_actions
from cairn.adoption.models import Adoption, AdoptionMove, Embedding, EmbedReview
from cairn.library.models import PracticeModel, ProjectMove
from cairn.places.models import Place
from cairn.records.models import Record

LAST_MOVES = frozenset(
    {"paused", "ended", "stopped", "handed_on"}
)  # the last step of a project, or of a council with a model


def find_linked_models(keys: set[int]) -> list[tuple[int, int]]:
    """Uses and their models, of which one is among the keys; for what is known about either."""
    found = Adoption.objects.filter(Q(pk__in=keys) | Q(practice_model__in=keys))
    return list(found.values_list("pk", "practice_model"))


def find_uses(leading: dict[int, set[int]], readable: QuerySet[Record]) -> dict[int, list[Adoption]]:
    """Uses of a model among the records that lead to each of the keys."""
    wanted = set().union(*leading.values())
    found = Adoption.objects.filter(pk__in=readable.filter(pk__in=wanted).values("pk")).select_related("place")
    uses = list(found.order_by("place__name", "pk"))
    return {key: [one for one in uses if one.pk in keys] for key, keys in leading.items()}


def with_moves(known: Iterable[Adoption], model: PracticeModel) -> list[Adoption]:
    """Of the uses that are known about something, those of this model, with how it stands there."""
    uses = [one for one in known if one.practice_model_id == model.pk]
    for use in uses:
        use.practice_model = model
    prefetch_related_objects(uses, "moves")
    return uses


def get_uses(models: Iterable[PracticeModel], user: Reader) -> QuerySet[Adoption]:
    """Councils using any of these models, with how it stands there."""
    ids = [model.pk for model in models]
    found = Adoption.objects.visible_to(user).filter(practice_model__in=ids)
    return found.select_related("place", "practice_model").prefetch_related("moves")


def get_models_used_in(place: Place, user: Reader) -> QuerySet[Adoption]:
    """Of models that the reader may see too."""
    models = PracticeModel.objects.visible_to(user).values("pk")
    found = Adoption.objects.visible_to(user).filter(place=place, practice_model__in=models)
    return found.select_related("practice_model").prefetch_related("moves").order_by("practice_model__title")


@dataclass(frozen=True)
class ReviewDue:
    """A look that was not taken yet, and by when it should be."""

    embedding: Embedding
    when: EmbedReview.When
    due: date

    def is_overdue(self, *, day: date) -> bool:
        return self.due < day


def get_reviews_due(embeddings: QuerySet[Embedding], *, until: date) -> list[ReviewDue]:
    """To do until a day, the longest first; nothing of what has ended, rests or was withdrawn."""
    found = embeddings.filter(record__withdrawn_at=None, record__merged_into=None, started_on__lte=until)
    waiting = []
    for embedding in found.select_related("record").prefetch_related("reviews"):
        done = {review.when for review in embedding.reviews.all()}
        due = [ReviewDue(embedding, when, embedding.get_due(when)) for when in EmbedReview.When if when not in done]
        waiting += [one for one in due if one.due <= until]
    resting = get_resting([one.embedding.record_id for one in waiting])
    return sorted(
        (one for one in waiting if one.embedding.record_id not in resting), key=lambda one: (one.due, one.embedding.pk)
    )


def is_resting(record: Record) -> bool:
    return bool(get_resting([record.pk]))


def get_resting(records: list[int]) -> set[int]:
    """Projects and uses of a model whose last step says that they paused, ended or were handed on."""
    last: dict[int, str] = {}
    moves = ProjectMove.objects.filter(project__in=records).order_by("position")
    last |= dict(moves.values_list("project_id", "move"))
    uses = AdoptionMove.objects.filter(adoption__in=records).order_by("position")
    last |= dict(uses.values_list("adoption_id", "status"))
    return {record for record, move in last.items() if move in LAST_MOVES}


@dataclass(frozen=True)
class DoneWith:
    """A published record with what was done with it: actions that come of it, and councils using it."""

    record: Record
    actions: int
    councils: int


def get_done_with(user: Reader, *, kind: str = "") -> list[DoneWith]:
    """Everything with which something was done, the most first; nobody's views are counted."""
    actions = count_actions(user)
    models = PracticeModel.objects.visible_to(user).values("pk")
    uses = Adoption.objects.visible_to(user).filter(live=True, practice_model__in=models)
    councils = dict(uses.values_list("practice_model").annotate(number=Count("place", distinct=True)))
    records = Record.objects.visible_to(user).filter(pk__in={*actions, *councils}, live=True)
    if kind:
        records = records.filter(kind=kind)
    found = [
        DoneWith(one, actions.get(one.pk, 0), councils.get(one.pk, 0)) for one in records.select_related("organisation")
    ]
    return sorted(found, key=lambda one: (-one.actions - one.councils, one.record.title))
