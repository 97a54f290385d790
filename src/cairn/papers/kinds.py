"""What a paper is among the kinds of record, and what is said before one is shared."""

from cairn.accounts.models import Reader
from cairn.papers.desk import find_work
from cairn.papers.forms import get_sections
from cairn.papers.models import Paper
from cairn.papers.presenters.composing import make_document
from cairn.papers.queries import get_not_public
from cairn.records.kinds import Kind
from cairn.records.models import Record

MOST_NAMED = 10  # of several hundred results that came as a table nobody reads the titles


def warn_before_sharing(paper: Paper, user: Reader) -> list[str]:
    """Which records of a paper not everybody may see, named as far as whoever asks may see them."""
    slugs = get_not_public(paper)
    if not slugs:
        return []
    titles = list(
        Record.objects.visible_to(user).filter(slug__in=slugs).order_by("title").values_list("title", flat=True)
    )
    named = "; ".join(f"“{title}”" for title in titles[:MOST_NAMED])
    if len(titles) > MOST_NAMED:
        named += f"; and {len(titles) - MOST_NAMED:,} more that you can see"
    others = len(slugs) - len(titles)
    if others:
        named = f"{named}; and {others} more that you cannot see" if named else f"{others} that you cannot see"
    return [
        f"The paper mentions records that not everyone can see: {named}. People who cannot see one of "
        "them see the paper without it, and downloaded files leave it out. Your own text about it "
        "stays, so check it."
    ]


KINDS = (
    Kind(
        model=Paper,
        page="papers:paper",
        plural="Papers",
        sections=get_sections,
        warn_before_sharing=warn_before_sharing,
        work=(find_work,),
        make_document=make_document,
    ),
)
