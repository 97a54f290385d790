"""Opening and closing a room, taking in what is said, and choosing what is shown."""

import random
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, F
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places.models import Team
from cairn.rooms import policies
from cairn.rooms.enums import ItemState, PromptKind
from cairn.rooms.models import Item, Prompt, Receipt, Room, Sheet, make_code, make_random_key
from cairn.rooms.purposes import Purpose, get_purpose

SHOWN_STATES = (ItemState.WAITING, ItemState.RELEASED, ItemState.HIDDEN)


@dataclass(frozen=True)
class PromptWords:
    """A question as somebody wrote it."""

    text: str
    kind: PromptKind
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What somebody said to one question: words or a number."""

    prompt: Prompt
    text: str = ""
    number: int | None = None


@transaction.atomic
def open_room(
    *,
    title: str,
    purpose: Purpose,
    prompts: Sequence[PromptWords],
    hours: int,
    has_shared_devices: bool,
    team: Team | None,
    by: User,
    at: datetime,
) -> Room:
    policies.check_can_open(by, team, hours=hours, prompts=prompts, has_questions=purpose.has_questions)
    assert team is not None  # noqa: S101 (the rule above)
    ends_at = at + timedelta(hours=hours)
    room = Room.objects.create(
        code=_find_free_code(),
        purpose=purpose.name,
        title=title,
        team=team,
        opened_by=by,
        opened_at=at,
        ends_at=ends_at,
        keep_until=localdate(ends_at) + timedelta(days=purpose.keep_days),
        has_shared_devices=has_shared_devices,
    )
    Prompt.objects.bulk_create(
        Prompt(room=room, position=position, text=words.text, kind=words.kind, options=list(words.options))
        for position, words in enumerate(prompts, start=1)
    )
    audit.record("room.opened", target="room", key=str(room.pk), by=by, at=at, hours=hours)
    return room


def _find_free_code() -> str:
    """One that no room has that is still kept."""
    while Room.objects.filter(code=(code := make_code())).exists():
        continue
    return code


def count_joined(room: Room) -> None:
    """One more came in. The database adds, so that none is lost."""
    Room.objects.filter(pk=room.pk).update(joined=F("joined") + 1)


@transaction.atomic
def receive_answer(*, room: Room, answer: Answer, key: uuid.UUID, at: datetime) -> bool:
    """Take an answer from a phone; whether it is new. Sent again under the same key it is acknowledged, not doubled."""
    if Receipt.objects.filter(key=key).exists():
        return False  # even after the end: it did arrive
    policies.check_is_open(room, at=at)
    policies.check_has_space(answer.prompt)
    if not take_receipt(room, key):
        return False
    _save_items(room, [answer])
    return True


@transaction.atomic
def receive_form(*, room: Room, answers: Sequence[Answer], key: uuid.UUID, at: datetime) -> bool:
    """Take all that one person answers, from a phone, in a room that keeps it together; whether it is new."""
    if Receipt.objects.filter(key=key).exists():
        return False
    policies.check_is_open(room, at=at)
    for answer in answers:
        policies.check_has_space(answer.prompt)
    if not take_receipt(room, key):
        return False
    _save_items(room, answers)
    return True


@transaction.atomic
def receive_sheet(*, room: Room, answers: Sequence[Answer], key: uuid.UUID, by: User, at: datetime) -> bool:
    """Take what somebody typed in for somebody else, from paper or by their side: linked no more than from a phone."""
    policies.check_can_type_in(by, room, at=at)
    if not take_receipt(room, key):
        return False
    for answer in answers:
        policies.check_has_space(answer.prompt)
    _save_items(room, answers)
    audit.record("room.typed_in", target="room", key=str(room.pk), by=by, at=at)
    return True


def take_receipt(room: Room, key: uuid.UUID) -> bool:
    """Whether nothing came under this key before. A second request that came meanwhile waits for the first."""
    try:
        with transaction.atomic():
            Receipt.objects.create(key=key, room=room)
    except IntegrityError:
        return False
    return True


def _save_items(room: Room, answers: Sequence[Answer]) -> None:
    purpose = get_purpose(room.purpose)
    state = ItemState.RELEASED if purpose.shows_at_once else ItemState.WAITING
    sheet = Sheet.objects.create(room=room) if purpose.keeps_together else None
    Item.objects.bulk_create(
        Item(prompt=answer.prompt, sheet=sheet, text=answer.text, number=answer.number, state=state)
        for answer in random.sample(answers, len(answers))
    )


@transaction.atomic
def close_room(*, room: Room, by: User, at: datetime) -> None:
    """Nobody can answer any more."""
    policies.check_can_run(by, room)
    policies.check_is_open(room, at=at)
    end_room(room, at=at)
    audit.record("room.closed", target="room", key=str(room.pk), by=by, at=at)


def end_room(room: Room, *, at: datetime) -> None:
    """The same for an app above that has asked a policy of its own; a room that has ended stays as it is."""
    Room.objects.filter(pk=room.pk).open(at=at).update(closed_at=at)
    tidy_room(room)


# --- What is shown ---------------------------------------------------------------------------------


@transaction.atomic
def change_state(*, room: Room, items: Collection[int], state: ItemState, by: User, at: datetime) -> int:
    """Release, hide, or leave waiting again; how many were changed. What was merged follows what it was merged into."""
    policies.check_can_run(by, room)
    changed: int = Item.objects.of_room(room).filter(pk__in=items, state__in=SHOWN_STATES).update(state=state)
    audit.record("room.moderated", target="room", key=str(room.pk), by=by, at=at, state=str(state), number=changed)
    return changed


@transaction.atomic
def merge_items(*, room: Room, items: Collection[int], kept: int, by: User, at: datetime) -> Item:
    """Several people said the same: one wording stays and counts for all."""
    policies.check_can_run(by, room)
    found = list(Item.objects.of_room(room).select_for_update(of=("self",)).filter(pk__in=items))
    stays = next((item for item in found if item.pk == kept), None)
    policies.check_can_merge(found, stays)
    if stays is None:
        raise policies.UnableToUseRoom("Choose the wording to keep.")
    gone = [item.pk for item in found if item != stays]
    merged = Item.objects.filter(pk__in=gone) | Item.objects.filter(merged_into__in=gone)
    merged.update(state=ItemState.MERGED, merged_into=stays)
    audit.record("room.merged", target="room", key=str(room.pk), by=by, at=at, number=len(found))
    return stays


@transaction.atomic
def separate_items(*, room: Room, items: Collection[int], by: User, at: datetime) -> int:
    """Undo merging: every wording that went into one of these waits again; how many do."""
    policies.check_can_run(by, room)
    own = Item.objects.of_room(room)
    merged = own.filter(merged_into__in=own.filter(pk__in=items).values("pk"))
    policies.check_can_separate(merged.count())
    number: int = merged.update(state=ItemState.WAITING, merged_into=None)
    audit.record("room.separated", target="room", key=str(room.pk), by=by, at=at, number=number)
    return number


# --- What is kept ----------------------------------------------------------------------------------


def tidy_rooms(*, at: datetime) -> None:
    """Rooms that have ended lose their receipts and the order in which answers came; later, what was not released."""
    for room in Room.objects.ended(at=at).filter(receipts__isnull=False).distinct():
        tidy_room(room)
    past = Item.objects.exclude(state=ItemState.RELEASED).filter(prompt__room__keep_until__lt=localdate(at))
    for room in Room.objects.filter(pk__in=past.values("prompt__room")):
        delete_rest(room)


@transaction.atomic
def tidy_room(room: Room) -> None:
    Room.objects.select_for_update().get(pk=room.pk)
    room.receipts.all().delete()
    rewrite_items(room)


def rewrite_items(room: Room) -> None:
    """Write every item anew, by chance: new keys, new places on disk, all in one transaction (docs/adr/0037)."""
    rows = list(Item.objects.of_room(room))
    new = {row.pk: make_random_key() for row in rows}
    Item.objects.of_room(room).delete()
    sheets = _rewrite_sheets(room)
    random.shuffle(rows)
    # What others were merged into first: a key must lead somewhere.
    rows.sort(key=lambda row: row.merged_into_id is not None)
    Item.objects.bulk_create(
        Item(
            id=new[row.pk],
            prompt_id=row.prompt_id,
            sheet_id=row.sheet_id and sheets[row.sheet_id],
            text=row.text,
            number=row.number,
            times=row.times,
            state=row.state,
            merged_into_id=row.merged_into_id and new[row.merged_into_id],
        )
        for row in rows
    )


def _rewrite_sheets(room: Room) -> dict[int, int]:
    """The same for what holds one person's answers together; the new key of each."""
    old = list(room.sheets.values_list("pk", flat=True))
    room.sheets.all().delete()
    new = {key: make_random_key() for key in random.sample(old, len(old))}
    Sheet.objects.bulk_create(Sheet(id=key, room=room) for key in new.values())
    return new


@transaction.atomic
def delete_rest(room: Room) -> None:
    """Of the answers only those stay that were released, with how many others said the same."""
    own = Item.objects.of_room(room)
    said_by_more = own.filter(state=ItemState.RELEASED, merged__isnull=False).annotate(others=Count("merged"))
    for key, times, others in said_by_more.values_list("pk", "times", "others"):
        Item.objects.filter(pk=key).update(times=times + others)
    own.exclude(state=ItemState.RELEASED).delete()
    room.sheets.filter(items=None).delete()


@transaction.atomic
def delete_room(*, room: Room, by: User, at: datetime) -> None:
    """With everything that was said in it."""
    policies.check_can_run(by, room)
    audit.record("room.deleted", target="room", key=str(room.pk), by=by, at=at)
    room.delete()


def delete_old_rooms(before: datetime) -> None:
    """Retention."""
    Room.objects.ended(at=before).delete()
