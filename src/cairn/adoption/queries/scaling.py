"""Ways to scale, as the reader may see them."""

from django.db.models import Q, QuerySet

from cairn.accounts.models import Reader
from cairn.adoption.models import ScalingStrategy
from cairn.records.kinds import Fact
from cairn.records.models import Record


def get_scaling_strategies(user: Reader) -> QuerySet[ScalingStrategy]:
    """By title, with what hangs on each."""
    found = ScalingStrategy.objects.visible_to(user).order_by("title", "pk")
    return found.prefetch_related("funding__source", "moves__source", "sources__source")


def get_scaling_strategies_of(record: Record, user: Reader) -> QuerySet[ScalingStrategy]:
    """Of a model or a project."""
    return get_scaling_strategies(user).filter(Q(practice_model=record.pk) | Q(of_project=record.pk))


def list_scaling_facts(strategy: ScalingStrategy, user: Reader) -> list[Fact]:
    """What paid for it and how it went, so that a report can name one of them."""
    facts = [Fact(row.anchor, str(row)) for rows in (strategy.funding, strategy.moves) for row in rows.all()]
    return list({fact.key: fact for fact in facts}.values())
