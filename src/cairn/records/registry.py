"""What an app tells the site of itself, in one call."""

from collections.abc import Iterable

from cairn.common.panels import Panel, register_panel
from cairn.notices.kinds import NoticeKind, register_notice_kind
from cairn.records import desk
from cairn.records.kinds import Kind, register_kind


def register_app(
    *,
    kinds: Iterable[Kind] = (),
    panels: Iterable[Panel] = (),
    notices: Iterable[NoticeKind] = (),
    due: Iterable[desk.FindDue] = (),
    work: Iterable[desk.FindWork] = (),
    followed: Iterable[desk.FindFollowed] = (),
    questions: Iterable[desk.FindQuestion] = (),
    first_steps: Iterable[desk.FindFirstStep] = (),
    digest: Iterable[desk.FindDigest] = (),
) -> None:
    """Called once from `ready()`. What belongs to a kind stands in its `Kind`; here stands what belongs to none."""
    for panel in panels:
        register_panel(panel)
    for notice in notices:
        register_notice_kind(notice)
    for find_due in due:
        desk.register_due(find_due)
    for find_work in work:
        desk.register_work(find_work)
    for find_followed in followed:
        desk.register_followed(find_followed)
    for find_question in questions:
        desk.register_question(find_question)
    for find_first_step in first_steps:
        desk.register_first_step(find_first_step)
    for find_digest in digest:
        desk.register_digest(find_digest)
    for kind in kinds:
        register_kind(kind)
        register_app(
            panels=kind.panels,
            notices=kind.notices,
            due=kind.due,
            work=kind.work,
            questions=kind.questions,
            digest=kind.digest,
        )
