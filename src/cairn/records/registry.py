"""What an app tells the site of itself, in one call."""

from collections.abc import Iterable

from cairn.common.panels import Panel, register_panel
from cairn.notices.kinds import NoticeKind, register_notice_kind
from cairn.records.desk import FindDue, FindQuestion, register_due, register_question
from cairn.records.kinds import Kind, register_kind


def register_app(
    *,
    kinds: Iterable[Kind] = (),
    panels: Iterable[Panel] = (),
    notices: Iterable[NoticeKind] = (),
    due: Iterable[FindDue] = (),
    questions: Iterable[FindQuestion] = (),
) -> None:
    """Called once from `ready()`. What belongs to a kind stands in its `Kind`; here stands what belongs to none."""
    for panel in panels:
        register_panel(panel)
    for notice in notices:
        register_notice_kind(notice)
    for find_due in due:
        register_due(find_due)
    for find_question in questions:
        register_question(find_question)
    for kind in kinds:
        register_kind(kind)
        register_app(panels=kind.panels, notices=kind.notices, due=kind.due, questions=kind.questions)
