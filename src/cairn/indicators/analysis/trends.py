"""Whether yearly figures went one way: the Mann-Kendall test with its exact distribution.

Mann (1945), Econometrica 13, 245-259; Kendall (1975), Rank Correlation Methods. It asks only whether later figures
tend to be higher than earlier ones. Figures of following years resemble each other, so it finds a direction somewhat
too often; it is a help to the eye and never a verdict.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache

FEWEST_POINTS = 5
MOST_POINTS = 10
LEVEL = 0.05


class Trend(StrEnum):
    RISING = "rising"
    FALLING = "falling"
    UNCLEAR = "unclear"
    TOO_FEW = "too_few"


def find_trend(values: Sequence[float]) -> Trend:
    """The direction of the last figures, at most ten, at the two-sided level of 5 per cent."""
    last = list(values)[-MOST_POINTS:]
    if len(last) < FEWEST_POINTS:
        return Trend.TOO_FEW
    score = sum((b > a) - (b < a) for index, b in enumerate(last) for a in last[:index])
    if get_p_value(abs(score), len(last)) > LEVEL:
        return Trend.UNCLEAR
    return Trend.RISING if score > 0 else Trend.FALLING


@cache
def get_p_value(score: int, points: int) -> float:
    """Two-sided: how often as many points in random order have a score as far from nought (no ties)."""
    counts = [1]  # orders by their number of inversions
    for size in range(2, points + 1):
        wider = [0] * (len(counts) + size - 1)
        for inversions, count in enumerate(counts):
            for more in range(size):
                wider[inversions + more] += count
        counts = wider
    pairs = len(counts) - 1
    far = sum(count for inversions, count in enumerate(counts) if abs(pairs - 2 * inversions) >= score)
    return far / sum(counts)
