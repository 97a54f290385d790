"""How good a ranking is, against grades: 3 best answer, 2 useful, 1 marginal, 0 all others."""

import math
import random
from collections.abc import Mapping, Sequence

DEPTH = 10
WORTH = 2  # from this grade on a record counts as an answer
RESAMPLES = 10_000

Grades = Mapping[str, int]


def get_ndcg(ranking: Sequence[str], grades: Grades, depth: int = DEPTH) -> float:
    """Gain 2^grade - 1, divided by log2(place + 1), as a share of what the best possible order gains."""
    best = _sum_gains(sorted(grades.values(), reverse=True)[:depth])
    return _sum_gains([grades.get(one, 0) for one in ranking[:depth]]) / best if best else 0.0


def _sum_gains(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def get_recall(ranking: Sequence[str], grades: Grades, depth: int = DEPTH) -> float:
    """The share of the answers that are among the first; ten of more than ten answers are all that can be asked."""
    answers = {one for one, grade in grades.items() if grade >= WORTH}
    return len(answers & set(ranking[:depth])) / min(len(answers), depth) if answers else 0.0


def get_reciprocal_rank(ranking: Sequence[str], grades: Grades, depth: int = DEPTH) -> float:
    """One divided by the place of the first answer."""
    places = (place for place, one in enumerate(ranking[:depth], start=1) if grades.get(one, 0) >= WORTH)
    return 1 / next(places, math.inf)


def get_mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def get_interval(differences: Sequence[float], *, seed: int = 1, resamples: int = RESAMPLES) -> tuple[float, float]:
    """The 95 % interval of the mean of paired differences, by drawing questions with replacement."""
    chance = random.Random(seed)  # noqa: S311 (the same draws each time)
    means = sorted(get_mean(chance.choices(differences, k=len(differences))) for _ in range(resamples))
    return means[int(0.025 * resamples)], means[int(0.975 * resamples) - 1]
