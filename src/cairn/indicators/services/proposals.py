"""Measures that people propose: kept as written, turned into the YAML that specialists review."""

from datetime import date, datetime, timedelta
from typing import Any

import yaml

from cairn.accounts.models import User
from cairn.indicators.models import MeasureProposal

PLAIN = ("key", "title", "short_title", "counted", "kind", "unit", "period", "year_ends", "area", "polarity")
TEXTS = ("polarity_note", "what_it_is", "why_it_matters", "caution")
PER = {"rate": 10000, "percentage": 100, "count": 1, "average": 1}
ROLES = ("value", "numerator", "denominator")
REVIEW_AFTER = timedelta(days=365)


def save_proposal(
    *, proposal: MeasureProposal | None, answers: dict[str, Any], by: User, at: datetime
) -> MeasureProposal:
    proposal = proposal or MeasureProposal(by=by)
    proposal.answers, proposal.changed_at = answers, at
    proposal.save()
    return proposal


def remove_proposal(*, proposal: MeasureProposal) -> None:
    proposal.delete()


def make_yaml(answers: dict[str, Any], *, author: str, today: date) -> str:
    """The text of the file as it would stand under definitions/indicators/."""
    written: dict[str, Any] = {name: answers[name] for name in PLAIN}
    written |= {"people": {"one": answers["one"], "many": answers["many"]}, "per": PER[answers["kind"]]}
    written |= {name: " ".join(answers[name].split()) for name in TEXTS}
    written["smallest_important_change"] = {
        "size": answers["smallest_change"],
        "reason": " ".join(answers["smallest_change_reason"].split()),
    }
    source = {"title": answers["source_title"], "publisher": answers["source_publisher"]}
    if answers.get("source_url"):
        source["url"] = answers["source_url"]
    written |= {"author": author, "reviewer": None, "review_date": f"{today + REVIEW_AFTER}", "sources": [source]}
    for role in ROLES:
        if answers.get(role):
            written[role] = [{"series": series, "years": [first, last]} for series, first, last in answers[role]]
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=116)
