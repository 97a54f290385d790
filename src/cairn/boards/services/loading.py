"""Bringing in the boards of the starter library; what somebody edited here stays."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cairn.boards.definitions import get_boards
from cairn.boards.models import BoardIndexPage, BoardPage
from cairn.boards.services.tree import ensure_tree
from cairn.common.canonical import sha256_of
from cairn.library.definitions.starter import Row
from cairn.library.models import Source
from cairn.records.models import Record


@transaction.atomic
def load_boards(*, at: datetime) -> list[BoardPage]:
    """Safe to run again. Boards come in published: they are reviewed like the code they come with."""
    shelf = ensure_tree()
    rows = get_boards()
    records = _find_records(rows)
    sources = {source.key: source.pk for source in Source.objects.all()}
    return [_load(row, _make_body(row, records, sources), shelf) for row in rows]


def _find_records(rows: list[Row]) -> dict[str, int]:
    """By the key of the starter library, which is the address; one that was merged stands for the one that stayed."""
    keys = {key for row in rows for key in (*row["insights"], *row["methods"])}
    keys |= {example["record"] for row in rows for example in row["examples"]}
    found = Record.objects.filter(slug__in=keys).values_list("slug", "pk", "merged_into")
    return {slug: merged or pk for slug, pk, merged in found}


def _make_body(row: Row, records: dict[str, int], sources: dict[str, int]) -> list[dict[str, Any]]:
    blocks = [("paragraph", words) for words in row.get("paragraphs", [])]
    blocks += [("insight", records.get(key)) for key in row["insights"]]
    blocks += [("example", {**one, "record": records.get(one["record"])}) for one in row["examples"]]
    blocks += [("method", records.get(key)) for key in row["methods"]]
    blocks += [("condition", dict(one)) for one in row["conditions"]]
    blocks += [("reference", sources.get(key)) for key in row["references"]]
    # A number of its own for each block, the same at each loading, as Wagtail keeps comments and changes by it.
    return [
        {"type": kind, "value": value, "id": _make_id(row["key"], number)}
        for number, (kind, value) in enumerate(blocks)
        if value
    ]


def _make_id(key: str, number: int) -> str:
    sha = sha256_of(f"{key} {number}")
    return f"{sha[:8]}-{sha[8:12]}-4{sha[13:16]}-8{sha[17:20]}-{sha[20:32]}"


def _load(row: Row, body: list[dict[str, Any]], shelf: BoardIndexPage) -> BoardPage:
    words = {name: row[name] for name in ("title", "topic", "sentence", "introduction", "what_changed")}
    sha = fingerprint(words, body)
    board = BoardPage.objects.filter(starter_key=row["key"]).first()
    if board is None:
        board = BoardPage(slug=_free_slug(row["key"], shelf), starter_key=row["key"], live=False)
        _set(board, words, body, sha)
        shelf.add_child(instance=board)
    elif board.starter_sha256 == sha or was_edited(board):
        return board
    else:
        _set(board, words, body, sha)
    board.save_revision(log_action=True).publish()
    return board


def _free_slug(key: str, shelf: BoardIndexPage) -> str:
    return key if not Page.objects.child_of(shelf).filter(slug=key).exists() else f"{key}-starter"


def _set(board: BoardPage, words: dict[str, str], body: list[dict[str, Any]], sha: str) -> None:
    for name, value in words.items():
        setattr(board, name, value)
    board.body = json.dumps(body)
    board.starter_sha256 = sha


def fingerprint(words: dict[str, str], body: list[dict[str, Any]]) -> str:
    return sha256_of(json.dumps([words, body], sort_keys=True))


def was_edited(board: BoardPage) -> bool:
    """Somebody has a draft of it, published it again, or took it off: the starter library leaves it as it is."""
    newest = board.versions.order_by("-number").first()
    if not board.live or newest is None or newest.decided_by_id is not None or newest.decided_at is not None:
        return True
    return board.latest_revision_id != newest.revision_id
