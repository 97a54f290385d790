"""The mail that carries a private link."""

from datetime import datetime

from django.core.mail import EmailMultiAlternatives

from cairn.conditions.models import Respondent
from cairn.notices.kinds import NoticeText
from cairn.notices.presenters.mails import compose_for_outsider


def compose_invitation(respondent: Respondent, *, at: datetime) -> EmailMultiAlternatives | None:
    """Names the team that asks and nothing of what it is about: the address may be mistyped."""
    round = respondent.round
    team = round.profile.team
    if not round.takes_answers(at=at) or respondent.has_answered or team is None:
        return None
    sentence = (
        f"It takes about ten minutes, on a phone too, until {round.closes_on:%-d %B %Y}. The link is yours alone and "
        "works once. Your answers are not stored with your name or address. The page says what is shown of them."
    )
    heading = f"{team.name} of {team.organisation.name} asks what helps, and what gets in the way"
    return compose_for_outsider(NoticeText(heading, sentence, respondent.get_absolute_url()), to=respondent.email)
