"""Papers, with two models as their options."""

from typing import Any

from cairn.accounts.models import User
from cairn.library.models import Claim, PracticeModel
from cairn.papers import services
from cairn.papers.models import Paper
from cairn.papers.presenters.drafting import draft_summary, draft_texts
from cairn.papers.queries import get_material, get_public, take_snapshot
from cairn.records.services import save_draft
from tests.factories.library import make_claim
from tests.factories.records import NOON, approve, join, make_record, make_team, share_with_all

ASSUMPTIONS = {
    "children": {"low": 10, "likely": 20, "high": 30, "source": "Panel minutes of autumn"},
    "cost": {"low": 50_000, "likely": 60_000, "high": 70_000, "source": "Finance team"},
    "growth": {"low": 0, "likely": 10, "high": 20, "source": "The last three years"},
    "years": {"number": 3, "source": "Our plan runs so long"},
}


def make_option(author: User, title: str = "No Wrong Door", **fields: Any) -> Any:
    """A public model with a public result."""
    given = {"not_known": "How long it lasts.", "who_to_ask": "The hub in the north.", **fields}
    model = make_record(PracticeModel, author=author, title=title, summary=f"{title} in one sentence.", **given)
    make_public_claim(model, author=author, title=f"86% stayed out of care with {title}")
    return model


def make_public_claim(about: Any, *, author: User, title: str, **fields: Any) -> Claim:
    texts = dict.fromkeys(Claim.TEXTS, "")
    claim = make_claim(about, author=author, **{**texts, "title": title, **fields})
    approve(claim)
    share_with_all(claim)
    return claim


def make_paper(
    author: User,
    *,
    about: Any = None,
    place: Any = None,
    options: Any = None,
    title: str = "Fewer teenagers in care: options",
    **changes: Any,
) -> Paper:
    """As the site drafts it; `changes` are what the writer did then."""
    team = make_team()
    join(author, team.organisation, role="coordinator", team=team)
    about = about or make_record(author=author, team=team)
    options = options or [make_option(author), make_option(author, "Family Valued")]
    measures = getattr(about, "measures", [])
    snapshot = take_snapshot(about=about, options=options, place=place, measures=measures, user=author, on=NOON.date())
    slugs = [option.slug for option in options]
    public = get_material(Paper(about_id=about.pk, place=place, options=slugs, snapshot=snapshot), get_public())
    paper = services.start_paper(
        about=about,
        title=title,
        summary=draft_summary(place, is_case=about.kind == "programme"),
        place=place,
        options=options,
        measures=measures,
        snapshot=snapshot,
        texts=draft_texts(about=about, place=place, snapshot=snapshot, public=public),
        team=team,
        by=author,
        at=NOON,
    )
    if changes:
        save_draft(record=paper, by=author, at=NOON, answers=changes)
        paper.refresh_from_db()
    return paper
