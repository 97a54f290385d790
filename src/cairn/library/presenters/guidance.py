"""Recommendations, and answers to them, in words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cairn.common.dates import show_date
from cairn.library.models import Answer, Backing, Grade, GuidanceType, Recommendation, SelfCheck, SelfCheckAnswer
from cairn.library.presenters.claims import cite

COLOURS = {Answer.MET: "green", Answer.PARTLY: "blue", Answer.NOT_YET: "yellow", Answer.NOT_APPLICABLE: "grey"}
NOT_ANSWERED = "Not answered"
OUTDATED = "The recommendation has changed since this answer."
COUNTED = {
    Answer.MET: "met",
    Answer.PARTLY: "partly met",
    Answer.NOT_YET: "not yet met",
    Answer.NOT_APPLICABLE: "not applicable",
}
# Nobody asks of a law or an inspector's sentence what strength of evidence it names.
WITHOUT_BACKING = (GuidanceType.DUTY, GuidanceType.STATUTORY, GuidanceType.INSPECTION)


@dataclass(frozen=True)
class RecommendationView:
    recommendation: Recommendation

    @property
    def backing(self) -> str:
        """Empty where the document is of a sort that gives none, and gives none."""
        one = self.recommendation
        if one.backing == Backing.NOT_SAID and one.guidance.type in WITHOUT_BACKING:
            return ""
        return str(Backing(one.backing).label)

    @property
    def said_by(self) -> str:
        one = self.recommendation
        if one.source is None:
            return ""
        grade = f" ({str(Grade(one.grade).label).lower()})" if one.grade else ""
        return f"{cite(one.source)}{grade}"


@dataclass(frozen=True)
class AnswerView:
    """One recommendation with what a self-check says of it, and what the one before said."""

    recommendation: Recommendation
    given: SelfCheckAnswer | None
    before: SelfCheckAnswer | None = None

    @property
    def answer(self) -> str:
        return str(Answer(self.given.answer).label) if self.given else NOT_ANSWERED

    @property
    def colour(self) -> str:
        return COLOURS[Answer(self.given.answer)] if self.given else "grey"

    @property
    def note(self) -> str:
        return self.given.note if self.given else ""

    @property
    def warning(self) -> str:
        return OUTDATED if self.given and self.given.is_outdated else ""

    @property
    def last_time(self) -> str:
        return str(Answer(self.before.answer).label) if self.before else ""


class CheckView:
    """A self-check with its answers, in the order of the document."""

    def __init__(
        self,
        check: SelfCheck,
        recommendations: Iterable[Recommendation],
        answers: Iterable[SelfCheckAnswer],
        before: Iterable[SelfCheckAnswer] = (),
    ) -> None:
        self.check = check
        given = {one.recommendation_id: one for one in answers}
        earlier = {one.recommendation_id: one for one in before}
        self.rows = [AnswerView(one, given.get(one.pk), earlier.get(one.pk)) for one in recommendations]

    @property
    def when(self) -> str:
        return show_date(self.check.checked_on) or "No date"

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(row.given.answer if row.given else "" for row in self.rows)

    @property
    def summary(self) -> str:
        """How many stand where; what nobody answered is said too."""
        parts = [f"{self.counts[answer]} {words}" for answer, words in COUNTED.items() if self.counts[answer]]
        if self.counts[""]:
            parts.append(f"{self.counts['']} not answered")
        return ", ".join(parts)

    @property
    def outdated(self) -> int:
        return sum(bool(row.warning) for row in self.rows)


ANSWER_COLUMNS = (
    *("Document", "Number", "Recommendation", "What it says", "Addressed to", "Strength of evidence"),
    *("Answer", "Note", "As at", "Changed since the answer", "Answer last time"),
)


def list_answer_rows(view: CheckView, document: str) -> list[Sequence[str]]:
    return [
        (
            document,
            row.recommendation.number,
            row.recommendation.title,
            row.recommendation.summary,
            row.recommendation.addressed_to,
            RecommendationView(row.recommendation).backing,
            row.answer,
            row.note,
            view.check.checked_on,
            "Yes" if row.warning else "No",
            row.last_time,
        )
        for row in view.rows
    ]
