"""The three reviews side by side, and how each stands."""

from dataclasses import dataclass
from datetime import date

from cairn.adoption.definitions import get_factors
from cairn.adoption.models import EmbedAnswer, Embedding, EmbedReview
from cairn.adoption.policies import EARLY
from cairn.common.dates import show_day
from cairn.library.definitions.vocabularies import Term


@dataclass(frozen=True)
class LookView:
    """One of the three looks; `rests` where nobody is asked, because the work paused or ended."""

    when: EmbedReview.When
    due: date
    review: EmbedReview | None
    day: date
    rests: bool

    @property
    def label(self) -> str:
        return str(self.when.label)

    @property
    def state(self) -> tuple[str, str, str]:
        """A word, its colour, and what else there is to say."""
        if self.review:
            return "Done", "green", f"on {show_day(self.review.done_at)}"
        if self.rests:
            return "Not asked", "grey", "because it rests or has ended"
        if self.due < self.day:
            return "Overdue", "red", f"since {self.due:%-d %B %Y}"
        return "Due", "grey", f"on {self.due:%-d %B %Y}"

    @property
    def is_open(self) -> bool:
        """Whether it may be taken now."""
        return self.when == EmbedReview.When.START or self.day >= self.due - EARLY


def list_looks(embedding: Embedding, *, day: date, rests: bool) -> list[LookView]:
    done = {review.when: review for review in embedding.reviews.all()}
    return [LookView(when, embedding.get_due(when), done.get(when), day, rests) for when in EmbedReview.When]


def list_said(review: EmbedReview) -> list[tuple[str, str]]:
    """Each factor with how somebody said that it stands."""
    titles = {factor.key: factor.title for factor in get_factors()}
    said = {one.factor: (one.get_state_display(), one.note, one.next_step) for one in review.answers.all()}
    return [(titles.get(factor, factor), "\n".join(filter(None, words))) for factor, words in said.items()]


def set_side_by_side(looks: list[LookView]) -> list[tuple[Term, list[EmbedAnswer | None]]]:
    """A row for each factor, an answer (or none) for each look."""
    given = [{one.factor: one for one in look.review.answers.all()} if look.review else {} for look in looks]
    return [(factor, [answers.get(factor.key) for answers in given]) for factor in get_factors()]
