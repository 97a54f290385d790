"""Who fixes the list of a model's councils, and when it is worked out."""

from collections.abc import Sequence
from datetime import datetime

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.evaluation.models import OVERDUE, EvaluationState, ModelPlan
from cairn.evaluation.models.specification import ModelSpecification
from cairn.evaluation.queries.pooled import find_run_place
from cairn.library.models import PracticeModel
from cairn.places.policies import has_permission
from cairn.records.enums import Sharing


class UnableToFixList(Exception):
    """The list may not be fixed by this person or now, or would say nothing new."""


def can_evaluate_models(user: Reader) -> bool:
    return has_permission(user, Permission.MODELS_EVALUATE)


def check_can_evaluate(model: PracticeModel) -> None:
    if not model.live or model.sharing != Sharing.PUBLIC:
        raise UnableToFixList("Only a published model that anyone can read is evaluated across councils.")


def check_list(specification: ModelSpecification, latest: ModelPlan | None) -> None:
    if not specification.sites:
        raise UnableToFixList("No council is recorded as using this model. Add the first one.")
    if not specification.measures:
        raise UnableToFixList("Choose at least one measure.")
    if latest is not None and latest.sha256 == specification.sha256:
        raise UnableToFixList(f"Nothing has changed since list {latest.version} was fixed, so it stays.")


def check_can_run(plan: ModelPlan, *, at: datetime) -> None:
    waiting = plan.runs.filter(state=EvaluationState.WAITING)
    if waiting.filter(requested_at__gt=at - OVERDUE).exists() or any(find_run_place(run) for run in waiting):
        raise UnableToFixList("We are calculating the results of this list. Reload the page in a moment.")


def check_keys(keys: Sequence[str], known: Sequence[str]) -> None:
    if unknown := [key for key in keys if key not in known]:
        raise UnableToFixList(
            f"“{unknown[0]}” is not a measure that can be tested. They are: {', '.join(sorted(known))}."
        )
