"""What a result is reported about, and which document recommends something, as far as somebody may read that."""

from collections.abc import Sequence

from cairn.accounts.models import Reader
from cairn.library.models import Claim, Recommendation
from cairn.records.models import Record


def find_subjects(records: Sequence[Record], user: Reader) -> dict[int, Record]:
    rows = Claim.objects.filter(pk__in=[one.pk for one in records]).values_list("pk", "about")
    return _read(dict(rows), user)


def find_documents(records: Sequence[Record], user: Reader) -> dict[int, Record]:
    rows = Recommendation.objects.filter(pk__in=[one.pk for one in records]).values_list("pk", "guidance")
    return _read(dict(rows), user)


def _read(subjects: dict[int, int], user: Reader) -> dict[int, Record]:
    seen = Record.objects.visible_to(user).in_bulk(set(subjects.values()))
    return {pk: seen[subject] for pk, subject in subjects.items() if subject in seen}
