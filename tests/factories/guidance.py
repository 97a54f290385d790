"""Guidance and recommendations, for tests."""

from typing import Any

from cairn.accounts.models import User
from cairn.library.models import Guidance, Recommendation, SelfCheck
from cairn.library.services import save_answers, start_self_check
from cairn.places.models import Team
from tests.factories.records import NOON, make_record


def make_guidance(*says: str, title: str = "Kinship care", **given: Any) -> Guidance:
    """A document that everybody can read, with these recommendations."""
    document = make_record(Guidance, title=title, **given)
    for position, words in enumerate(says):
        make_recommendation(document, words, position=position)
    return document


def make_recommendation(document: Guidance, words: str, **given: Any) -> Recommendation:
    return make_record(Recommendation, guidance=document, title=words, summary=f"{words}.", **given)


def make_check(document: Guidance, by: User, team: Team | None, *answers: tuple[str, str], **given: Any) -> SelfCheck:
    """A draft with these answers to the first recommendations."""
    check = start_self_check(
        guidance=document, title="How we stand", checked_on="2026-03", team=team, by=by, at=NOON, **given
    )
    answer(check, by, *answers)
    return check


def answer(check: SelfCheck, by: User, *answers: tuple[str, str], confirmed: frozenset[int] = frozenset()) -> None:
    asked = list(Recommendation.objects.filter(guidance=check.guidance).order_by("position"))
    given = {one.pk: pair for one, pair in zip(asked, answers, strict=False)}
    save_answers(self_check=check, recommendations=asked, answers=given, confirmed=set(confirmed), by=by, at=NOON)
    check.refresh_from_db()
