"""Issue 27, point 6: rejected or withdrawn words never come back. Boards have theirs in tests/boards/test_quotes.py."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Revision

from cairn.common.canonical import to_canonical_json
from cairn.common.operations import ledger
from cairn.common.privacy.copies import NEUTRAL
from cairn.events.models import ReceivedMail, Suggestion
from cairn.records.kinds import get_kind
from cairn.records.policies import UnableToChangeRecord
from cairn.records.services.merging import merge_records
from cairn.records.tables import read_sheet
from cairn.voice import services
from cairn.voice.models import Contribution, ContributionFile, Need, NeedVoice
from cairn.voice.policies import UnableToSealQuote, check_quotes_nobody
from cairn.voice.queries import has_withdrawn_words
from tests.factories.any_row import find_everywhere
from tests.factories.records import NOON, make_record
from tests.factories.voice import PICTURE, make_contribution, make_picture_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
WORDS = "Nobody asked whether vanishwort would suit the quernbell in me."
TRACES = ("nishwort", "uernbell")


def withdraw(found):
    services.withdraw(contribution=found, by=found.session.worker, at=NOON)


def reject(found):
    services.reject(contribution=found, reason="hurts", by=found.session.worker, at=NOON)


ENDS = pytest.mark.parametrize("end", [withdraw, reject])


def make_need(found, **given):
    need = Need.objects.get(pk=make_record(Need, **given).pk)
    NeedVoice.objects.create(need=need, contribution=found, theme="Someone there", is_quoted=True)
    return need


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    own = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": own}


@ENDS
def test_not_by_a_merge(end):
    found = make_contribution(words=WORDS, purposes=("inside", "published"))
    kept, other = make_record(Need, title="Kept"), make_need(found, title="Other", summary=f"He said: {WORDS}")
    end(found)
    merge_records(kept=kept, other=other, by=found.session.worker, at=NOON)
    page = Client().get(Need.objects.get(pk=kept.pk).get_absolute_url()).content.decode()
    assert "quernbell" not in page
    assert NEUTRAL in page
    assert find_everywhere(*TRACES) == []


@ENDS
def test_not_by_an_earlier_version(end):
    found = make_contribution(words=WORDS)
    need = make_need(found, summary=f"He said: {WORDS}")
    earlier = need.save_revision(clean=False)
    Need.objects.get(pk=need.pk).save_revision(clean=False)
    end(found)
    Revision.objects.get(pk=earlier.pk).publish()
    need.refresh_from_db()
    assert NEUTRAL in need.summary
    assert find_everywhere(*TRACES) == []


@ENDS
def test_not_by_a_restored_backup_with_a_picture_and_copies(end):
    found = make_picture_answer(words=WORDS, description="A door that says quernbell on it in red")
    end(found)
    Contribution.objects.filter(pk=found.pk).update(words=WORDS, state="kept", medium="picture", reason="")
    ContributionFile.objects.create(
        contribution=found, content=PICTURE, content_type="image/webp", description="A door that says quernbell on it"
    )
    make_record(Need, summary=f"He said: {WORDS} We saw it: A door that says quernbell on it")
    ledger.replay(ledger.read(settings.LEDGER).entries)
    assert find_everywhere(*TRACES, "planted-bytes") == []


@ENDS
def test_not_by_a_mail_that_brought_them(end, django_capture_on_commit_callbacks):
    """The mail as it came goes; its row stays, so that the same mail is not taken in again."""
    found = make_contribution(words=WORDS)
    suggestion = Suggestion.objects.create(title="A thought", words=f"A girl told me: {WORDS}", sent_at=NOON)
    for number, about in enumerate((suggestion, None)):
        mail = ReceivedMail(fingerprint=str(number), outcome="suggestion", received_at=NOON, suggestion=about)
        mail.raw.save("mail", ContentFile(WORDS.encode()))
    with django_capture_on_commit_callbacks(execute=True):
        end(found)
    assert find_everywhere(*TRACES) == []
    assert list(ReceivedMail.objects.values_list("raw", flat=True)) == ["", ""]


@ENDS
def test_not_by_a_table_that_was_exported_before(end):
    """Known again by a sum under the key of the site, from which no word can be read."""
    found = make_contribution(words=f"It is loud. {WORDS}")
    header = [(1, ["What is needed?", "In a few sentences"])]
    kind = get_kind("need")
    read_sheet(kind, [*header, (2, ["A need", WORDS])])
    end(found)
    with pytest.raises(UnableToChangeRecord, match="Row 2 has a sentence that was withdrawn"):
        read_sheet(kind, [*header, (2, ["A need", WORDS])])
    assert find_everywhere(*TRACES) == []
    assert not has_withdrawn_words(["Another sentence that nobody withdrew from here."])


# --- What can never be changed ------------------------------------------------------------------------


def test_nothing_is_locked_with_words_that_somebody_can_take_back():
    found = make_contribution(
        words="It is loud at night. Nobody asked whether the old lamp would suit the room of mine."
    )
    own = to_canonical_json(
        {"a": ["We asked them.", {"why": "One: “nobody asked, whether the old lamp would suit the room”"}]}
    )
    check_quotes_nobody(own)  # half a sentence is not known again
    quoting = to_canonical_json(
        {"a": [{"why": "He said nobody asked whether the old lamp would suit the room of mine!"}]}
    )
    with pytest.raises(UnableToSealQuote, match="Say it in your own words"):
        check_quotes_nobody(quoting)
    withdraw(found)
    check_quotes_nobody(quoting)
