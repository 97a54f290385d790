"""Deleting what young people and families said: for good, at once, wherever it was copied, and after a restore."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.operations import ledger
from cairn.common.privacy.copies import Removed
from cairn.search.models import SearchDocument
from cairn.voice import policies
from cairn.voice.enums import Medium, Purpose, Reason, State
from cairn.voice.models import Consent, Contribution, ContributionFile, PrivateCode
from cairn.voice.services.copies import WARN_BEFORE, delete_copies
from cairn.voice.services.stories import end_stories_with
from cairn.voice.signals import consents_ending, words_deleted

CLEARED = "contribution.cleared"  # in the ledger, by the key of the row, which was made by chance
OWN_TABLES = (Contribution._meta.db_table, ContributionFile._meta.db_table, Consent._meta.db_table)


@transaction.atomic
def withdraw(*, contribution: Contribution, by: User, at: datetime) -> Removed:
    """The worker does it for somebody who asked."""
    policies.check_can_run(by, contribution.session)
    return _withdraw([contribution.pk], by=by, at=at)


@transaction.atomic
def withdraw_by_code(*, code: PrivateCode, number: int | None, at: datetime) -> Removed:
    """Whoever holds the code takes one answer back, or all, without logging in."""
    own = code.contributions.with_words()
    keys = own.values_list("pk", flat=True) if number is None else own.filter(pk=number).values_list("pk", flat=True)
    return _withdraw(list(keys), by=None, at=at)


@transaction.atomic
def end_consent_by_code(*, code: PrivateCode, number: int, purpose: Purpose | str, at: datetime) -> None:
    """They no longer agree to one purpose; without any the words go."""
    own = code.contributions.with_words().filter(pk=number)
    ended = Consent.objects.filter(contribution__in=own, purpose=purpose)
    end_consents(list(ended), state=State.TAKEN_BACK, at=at)


def _withdraw(keys: Collection[int], *, by: User | None, at: datetime) -> Removed:
    found = _lock(keys)
    removed = delete_words(found, state=State.TAKEN_BACK, at=at)
    for key in sorted({one.session.key for one in found}):
        audit.record("listening.taken_back", target="listening", key=key, by=by, at=at)
    return removed


def _lock(keys: Collection[int]) -> list[Contribution]:
    rows = Contribution.objects.with_words().select_for_update(of=("self",)).select_related("session")
    return list(rows.filter(pk__in=keys).shuffled())


@sensitive_variables("found")
def delete_words(found: Sequence[Contribution], *, state: State, reason: Reason | str = "", at: datetime) -> Removed:
    """Of rows that are locked. The rows stay, empty: whatever names one shows that its words have gone."""
    removed = _clear(found, state=state, reason=reason, at=at)
    # Before the transaction ends: a ledger that says too much is mended, one that says too little is not.
    for one in found:
        ledger.append(CLEARED, str(one.pk), at)
    return removed


@sensitive_variables("found")
def _clear(found: Sequence[Contribution], *, state: State, reason: Reason | str = "", at: datetime) -> Removed:
    # Nobody but the worker has read what waits, so nobody can have copied it.
    kept = [one for one in found if one.state == State.KEPT]
    end_stories_with(contributions=[one.pk for one in kept], is_over=state == State.EXPIRED, at=at)
    removed = _delete_copies(kept)
    for one in found:
        # Whoever holds a code may read why an answer was not used; one that was withdrawn leads nowhere.
        code = one.code_id if state == State.REJECTED else None
        Contribution.objects.filter(pk=one.pk).update(
            words="", medium=Medium.WORDS, age_band="", state=state, reason=reason, code=code
        )
        ContributionFile.objects.filter(contribution=one).delete()
        Consent.objects.filter(contribution=one).delete()
    held = [one.code_id for one in found if one.code_id]
    PrivateCode.objects.filter(contributions=None, stories=None, pk__in=held).delete()
    tables = {*removed.tables, *OWN_TABLES, SearchDocument._meta.db_table}
    words_deleted.send(sender=Contribution, tables=sorted(tables))
    return removed


@sensitive_variables()
def _delete_copies(found: Sequence[Contribution]) -> Removed:
    if not found:
        return Removed()
    described = ContributionFile.objects.filter(contribution__in=found).values_list("description", flat=True)
    texts = [*(one.words for one in found), *described]
    return delete_copies(texts, since=min(one.session.opened_at for one in found))


@transaction.atomic
def replay_clearing_of_words(key: str, at: datetime) -> None:
    """A restored backup loses the words again, with their copies in it."""
    _clear(_lock([int(key)]), state=State.TAKEN_BACK, at=at)


# --- Consent that ends --------------------------------------------------------------------------------


@transaction.atomic
def end_consents(ended: Sequence[Consent], *, state: State, at: datetime) -> None:
    """What was shown by one of these is looked for and deleted; an answer without any consent loses its words."""
    keys = {one.contribution_id for one in ended}
    found = _lock(keys)
    Consent.objects.filter(pk__in=[one.pk for one in ended]).delete()
    in_stories = [one.contribution_id for one in ended if one.purpose == Purpose.STORY]
    end_stories_with(contributions=in_stories, is_over=state == State.EXPIRED, at=at)
    still_agreed = set(Consent.objects.filter(contribution__in=keys).values_list("contribution", flat=True))
    delete_words([one for one in found if one.pk not in still_agreed], state=state, at=at)
    _delete_copies([one for one in found if one.pk in still_agreed and one.state == State.KEPT])


def expire_consents(*, at: datetime) -> int:
    """Each day: what has ended is no longer used; how many consents ended."""
    day = localdate(at)
    ended = list(Consent.objects.filter(until__lt=day).select_related("contribution__session").order_by("pk"))
    if ended:
        end_consents(ended, state=State.EXPIRED, at=at)
        for key in sorted({one.contribution.session.key for one in ended}):
            audit.record("listening.expired", target="listening", key=key, by=None, at=at)
    _warn_of_ends(day, at)
    return len(ended)


def _warn_of_ends(day: date, at: datetime) -> None:
    """Once for each session and last day."""
    soon = Consent.objects.filter(until__gte=day, until__lte=day + WARN_BEFORE)
    ends = soon.order_by("until").values_list("contribution__session", "until").distinct()
    for session, until in ends:
        consents_ending.send(sender=Consent, session=session, until=until, at=at)


# --- The bytes ----------------------------------------------------------------------------------------


def overwrite_deleted(tables: Sequence[str]) -> None:
    """So that nobody who reads the files of the database finds what was deleted. Outside a transaction.

    SQLite overwrites what it deletes (`secure_delete`), but its log of writing holds the page as it was until it is
    emptied. PostgreSQL leaves old rows where they are, so their tables are written anew; those of answers in the order
    of their keys, which were made by chance, and by one transaction, so that nothing says in which order they came.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    known = set(connection.introspection.table_names())
    Contribution.objects.update(reason=F("reason"))
    ContributionFile.objects.update(seconds=F("seconds"))
    Consent.objects.update(until=F("until"))
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '20s'")
        try:
            for table in sorted({*tables, *OWN_TABLES} & known):
                name = connection.ops.quote_name(table)
                if table in OWN_TABLES:
                    cursor.execute(f"CLUSTER {name} USING {connection.ops.quote_name(f'{table}_pkey')}")
                else:
                    cursor.execute(f"VACUUM FULL {name}")
        finally:
            cursor.execute("RESET lock_timeout")
