"""Recommendations of a document, and an organisation's answers to them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from cairn.accounts.models import User
from cairn.library import policies
from cairn.library.models import Guidance, Recommendation, SelfCheck, SelfCheckAnswer
from cairn.places.models import Team
from cairn.records.services import change_draft, start_record

Answers = Mapping[int, tuple[str, str]]  # answer and note, by the key of the recommendation


@transaction.atomic
def start_recommendation(
    *, guidance: Guidance, number: str, title: str, summary: str, team: Team | None, by: User, at: datetime
) -> Recommendation:
    """It comes last in the document."""
    last = Recommendation.objects.filter(guidance=guidance).aggregate(last=Max("position"))["last"]
    given = {"guidance": guidance, "number": number, "title": title, "summary": summary}
    answers = {**given, "position": 0 if last is None else last + 1}
    return start_record(Recommendation, by=by, at=at, team=team, answers=answers)


@transaction.atomic
def start_self_check(
    *,
    guidance: Guidance,
    title: str,
    checked_on: str,
    team: Team | None,
    by: User,
    at: datetime,
    repeats: SelfCheck | None = None,
) -> SelfCheck:
    """Without answers: each is given anew, beside what the last check said."""
    policies.check_can_self_check(guidance, by)
    answers = {"guidance": guidance, "title": title, "checked_on": checked_on, "repeats": repeats}
    return start_record(SelfCheck, by=by, at=at, team=team, answers=answers)


def save_answers(
    *,
    self_check: SelfCheck,
    recommendations: list[Recommendation],
    answers: Answers,
    confirmed: set[int],
    by: User,
    at: datetime,
) -> None:
    """Answers to these recommendations become those given; answers to others stay.

    An answer that was not changed was given to the words of its day, unless it is among those `confirmed`.
    """
    asked = {one.pk: one for one in recommendations}

    def change(draft: SelfCheck) -> None:
        there = {one.recommendation_id: one for one in draft.answers.all()}
        kept = [one for key, one in there.items() if key not in asked]
        for key, (answer, note) in answers.items():
            row = there.get(key) or SelfCheckAnswer(recommendation_id=key)
            if (row.answer, row.note) != (answer, note) or key in confirmed:
                row.words_sha256 = asked[key].get_words_sha256()
            row.answer, row.note = answer, note
            kept.append(row)
        draft.answers.set(kept)

    change_draft(record=self_check, by=by, at=at, change=change, what="answers")
