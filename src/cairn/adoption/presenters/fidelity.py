"""How faithfully a model runs: each look with its share, the parts looked at side by side, and a small chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from cairn.adoption.models import FidelityAnswer, FidelityCheck
from cairn.adoption.queries import score_fidelity
from cairn.common.charts import DotChart, DrawnChart, Row, Words, draw_both

ANSWERS = dict(FidelityAnswer.Rating.choices)
TOO_FEW = "Too few parts rated"


@dataclass(frozen=True)
class Look:
    """One check, with the share of what must be kept that is done."""

    check: FidelityCheck

    @property
    def when(self) -> str:
        return f"{self.check.checked_on:%-d %B %Y}"

    @property
    def how(self) -> str:
        return str(FidelityCheck.How(self.check.how).label)

    @cached_property
    def score(self) -> float | None:
        return score_fidelity([self.check])

    @property
    def words(self) -> str:
        return TOO_FEW if self.score is None else f"{self.score:.0%}"


class FidelityView:
    """All checks of a use. Notes are for those who may change it."""

    def __init__(self, checks: Iterable[FidelityCheck], *, with_notes: bool) -> None:
        self.looks = [Look(check) for check in sorted(checks, key=lambda one: (one.checked_on, one.how))]
        self.with_notes = with_notes

    @property
    def newest_first(self) -> list[Look]:
        return list(reversed(self.looks))

    @property
    def latest(self) -> Look | None:
        return next((look for look in self.newest_first if look.score is not None), None)

    @property
    def rows(self) -> list[tuple[str, bool, list[tuple[str, str]]]]:
        """Each part with whether it must be kept, and in each look its rating and its note; the newest look first."""
        given = [{answer.part: answer for answer in look.check.answers.all()} for look in self.newest_first]
        parts = {answer.part: answer.must_keep for answers in given for answer in answers.values()}
        in_order = sorted(parts, key=lambda part: not parts[part])
        return [(part, parts[part], [self._describe(answers.get(part)) for answers in given]) for part in in_order]

    def _describe(self, answer: FidelityAnswer | None) -> tuple[str, str]:
        if answer is None:
            return "Not rated", ""
        return ANSWERS[answer.rating], answer.note if self.with_notes else ""

    @property
    def chart(self) -> DrawnChart | None:
        """From two looks on: one alone is a number."""
        scored = [look for look in self.looks if look.score is not None]
        if len(scored) < 2:
            return None
        kinds = list(FidelityCheck.How)
        first, last = scored[0], scored[-1]
        words = Words(
            "How faithfully it runs",
            f"Of the parts that must be kept, {first.words} were done as the model says on {first.when}, and "
            f"{last.words} on {last.when}.",
            "Share of must-keep parts done, per cent",
        )
        rows = tuple(
            Row(look.when, ((kinds.index(FidelityCheck.How(look.check.how)), 100 * (look.score or 0)),))
            for look in scored
        )
        return draw_both(DotChart(words, tuple(str(kind.label) for kind in kinds), rows))
