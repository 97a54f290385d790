"""What papers put on the desk of whoever wrote them."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.papers.queries import get_papers
from cairn.records.desk import WorkItem, describe_shared

MOST = 10


def find_work(user: User) -> list[WorkItem]:
    """One's own that others read already; those that wait are drafts."""
    papers = get_papers(user).filter(author=user, live=True, has_unpublished_changes=False)
    return [
        WorkItem(
            title=paper.title,
            url=paper.get_absolute_url(),
            kind="Paper",
            state=describe_shared(paper.sharing),
            next_step="Check the figures",
            next_url=reverse("papers:numbers", args=[paper.slug]),
            changed_at=paper.updated_at,
        )
        for paper in papers[:MOST]
    ]
