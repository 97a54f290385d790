"""Boards for tests, and what they cite."""

import json
from typing import Any

from django.db import transaction
from wagtail.models import WorkflowState

from cairn.accounts.models import User
from cairn.boards.enums import KINDS_OF_EXAMPLE, KINDS_OF_INSIGHT, KINDS_OF_METHOD
from cairn.boards.models import BoardPage
from cairn.boards.services import decide_board, ensure_tree
from cairn.lessons.models import Insight
from cairn.library.models import Method, PracticeModel, Project
from cairn.records.enums import Sharing
from cairn.records.models import Tie
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON

KINDS = (*KINDS_OF_INSIGHT, *KINDS_OF_EXAMPLE, *KINDS_OF_METHOD)
MODELS = {"insight": Insight, "project": Project, "practice_model": PracticeModel, "method": Method}


def make_cited(kind: str = "insight", *, sharing: str = Sharing.PUBLIC, **fields: Any) -> Any:
    """A published record of a kind that boards cite."""
    given = {"title": "Time matters more than belief", "summary": "Staff who believe need hours too.", "live": True}
    if kind == "insight":
        given |= {"viewpoints": ["project"], "confidence": "fairly_sure", "topic": "value"}
    return MODELS[kind].objects.create(sharing=sharing, created_at=NOON, updated_at=NOON, **given | fields)


def tie(source: Any, target: Any, relation: str, reason: str = "") -> Tie:
    return Tie.objects.create(source_id=source.pk, target_id=target.pk, relation=relation, reason=reason, made_at=NOON)


def example(record: Any, **given: Any) -> tuple[str, dict[str, Any]]:
    return "example", {"record": record.pk, "what_happened": "It was tried.", "went": "well", **given}


def make_body(*blocks: tuple[str, Any]) -> str:
    """Blocks as (kind, value); a record stands for its number."""
    values = ((kind, getattr(value, "pk", value)) for kind, value in blocks)
    return json.dumps([{"type": kind, "value": value, "id": f"block-{n}"} for n, (kind, value) in enumerate(values)])


def make_editor(name: str = "Edith Editor") -> User:
    return give_site_role(UserFactory(name=name), "editor")


def make_draft_board(*blocks: tuple[str, Any], decider: User | None = None, **fields: Any) -> BoardPage:
    shelf = ensure_tree()
    given = {
        "title": "The value of new ways",
        "slug": "value",
        "topic": "value",
        "sentence": "What new ways were worth.",
        "introduction": "This board gathers what people found.",
        "what_changed": "First version.",
    }
    board = BoardPage(**given | fields, decider=decider or make_editor("Dana Decider"), live=False)
    board.body = make_body(*blocks)
    shelf.add_child(instance=board)
    board.save_revision()
    return board


def change(board: BoardPage, **fields: Any) -> BoardPage:
    """A new draft of it."""
    draft = board.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    return BoardPage.objects.get(pk=board.pk)


@transaction.atomic
def submit_board(*, board: BoardPage, by: User) -> None:
    """Ask the person whom the newest draft names, as Wagtail's office does."""
    going_on = board.current_workflow_state
    if going_on is not None and going_on.status == WorkflowState.STATUS_NEEDS_CHANGES:
        going_on.resume(user=by)
    else:
        board.get_workflow().start(board, by)


def publish(board: BoardPage, *, by: User | None = None) -> BoardPage:
    """Asked for by an editor, and decided by whoever the newest draft names."""
    decider = board.get_latest_revision_as_object().decider
    submit_board(board=board, by=by or make_editor())
    decide_board(board=BoardPage.objects.get(pk=board.pk), by=decider, at=NOON, approved=True)
    return BoardPage.objects.get(pk=board.pk)


def make_board(*blocks: tuple[str, Any], **fields: Any) -> BoardPage:
    return publish(make_draft_board(*blocks, **fields))


def make_board_of_everything(records: list[Any]) -> BoardPage:
    """A board that names every record of a kind that a board can name, whoever may see it."""
    cited = [record for record in records if record.kind in KINDS]
    return make_board(*[example(one) if one.kind in KINDS_OF_EXAMPLE else (one.kind, one) for one in cited])
