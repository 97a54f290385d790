"""A sentence is planted wherever it can go; the person withdraws it; then every table and file is read."""

from datetime import date, timedelta
from time import sleep

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Page

from cairn.accounts.models import User
from cairn.audit.models import AuditEntry
from cairn.boards.models import BoardFile
from cairn.common.operations import ledger
from cairn.common.privacy.copies import NEUTRAL, list_models, list_texts
from cairn.library.models import Source
from cairn.notices.models import Notice
from cairn.records.models import Attachment, RecordFile
from cairn.search.models import PublicWord, SearchDocument
from cairn.voice import services
from cairn.voice.models import Challenge, Consent, Contribution, Need, PrivateCode, SafeguardingConcern
from cairn.voice.services.copies import EXEMPT
from tests.factories.accounts import UserFactory
from tests.factories.any_row import Garden, find_everywhere, make_picture
from tests.factories.boards import make_board
from tests.factories.records import NOON, make_circle, make_draft, make_record, make_team
from tests.factories.voice import UNTIL, make_concern, make_contribution, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
# Two of its words stand nowhere else, and share no beginning with a word of the site.
WORDS = "Nobody asked whether vanishwort would suit the quernbell in me."
TRACES = ("nishwort", "uernbell")
# Made below as what they are, because a row alone would be no board, no record and no draft.
BY_SERVICES = {
    *("records.Record", "actions.Action", "boards.BoardPage", "wagtailcore.Page", "wagtailcore.Revision"),
    *("voice.ListeningSession", "accounts.User"),
}

ONE_OF_ITS_KIND = {"conditions.ReflectionRound"}  # what it hangs on has one: rows that need it get this one
SEALED = {"document": {}}  # figures under their sum: see list_texts
WANTED = {
    "events.SuggestionFollower": {"user": User},
    "boards.BoardFile": {"form": "sheet"},
    # Sealed by a sum, and a mail as it came, which is kept for some days.
    "conditions.Settling": {"document": ""},
    "events.ReceivedMail": {"raw": ContentFile(b"", "m.eml")},
    **dict.fromkeys(("evaluation.Evaluation", "evaluation.ModelPlan", "evaluation.ModelResult"), SEALED),
    # The name of a picture's file is given by whoever adds it, and the file itself shows no words.
    "wagtailimages.Image": {"file": ContentFile(make_picture(), "a.png")},
    "wagtailimages.Rendition": {"file": ContentFile(make_picture(), "b.png")},
    "wagtaildocs.Document": {"file": ContentFile(b"Minutes", "a.txt")},
    "voice.StoryRecording": {"file": ContentFile(b"Sound", "a")},
    "indicators.Upload": {"file": ContentFile(b"Figures", "a.csv")},
}


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    own = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": own}


@pytest.fixture
def garden():
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    team, board = make_team(), make_board()
    source = Source.objects.create(key="a-report", title="A report")
    rows = (team, team.organisation, make_circle(), UserFactory(), board, board.latest_revision, source)
    return Garden(*rows, make_record(title="Of somebody else"))


def plant_rows(garden):
    """In every column that takes a sentence, of every table that people write."""
    refused = []
    for model in list_models(EXEMPT):
        if list_texts(model) and model._meta.label not in BY_SERVICES and not issubclass(model, Page):
            try:
                with transaction.atomic():
                    row = garden.plant(model, WORDS, **WANTED.get(model._meta.label, {}))
            except (IntegrityError, ValidationError) as problem:
                refused.append(f"{model._meta.label}: {problem}")
            else:
                if model._meta.label in ONE_OF_ITS_KIND:
                    garden.rows[model] = row
    assert refused == [], "Say in WANTED what a row of these needs: " + "; ".join(refused)


def plant_with_services():
    """A record that all read, with a draft, files and search; a board with a poster; what was typed and mailed."""
    record = make_record(Challenge, title=WORDS[:150], summary=WORDS, whose_words=f"He said: {WORDS}")
    Attachment.objects.create(
        record_id=record.pk,
        file=ContentFile(WORDS.encode(), name="a.txt"),
        title="Minutes",
        name="a.txt",
        text=WORDS,
        size=1,
        added_at=NOON,
    )
    made = {"form": "pdf", "fingerprint": "0" * 64, "requested_at": NOON, "made_at": NOON}
    RecordFile.objects.create(record_id=record.pk, file=ContentFile(WORDS.encode(), name="b.pdf"), **made)
    board = make_board(("paragraph", f"One said: {WORDS}"), slug="said", topic="methods")
    version = board.versions.first()
    poster = {**made, "form": "poster"}
    BoardFile.objects.create(version=version, file=ContentFile(WORDS.encode(), name="c.pdf"), **poster)
    return record, board


def look():
    return find_everywhere(*TRACES)


def test_withdrawn_words_are_gone_from_every_table_and_file(garden, django_capture_on_commit_callbacks):
    plant_rows(garden)
    record, board = plant_with_services()
    found = make_contribution(words=WORDS)
    planted = set(look())
    assert {"records_record", "voice_challenge", "voice_contribution", "boards_boardpage"} <= planted
    assert {"wagtailcore_revision", "search_searchdocument", "notices_outboxmail", "audit_auditentry"} <= planted
    assert len(planted) > 80
    with django_capture_on_commit_callbacks(execute=True):
        removed = services.withdraw(contribution=found, by=found.session.worker, at=NOON)
    assert look() == []
    assert removed.number > 100
    record.refresh_from_db()
    assert record.summary.rstrip(".") == NEUTRAL
    assert not RecordFile.objects.filter(record_id=record.pk).exists()
    assert not BoardFile.objects.filter(version__board=board).exists()
    assert not PublicWord.objects.filter(word__in=["vanishwort", "quernbell"]).exists()


@pytest.mark.both_databases
def test_pages_and_search_show_it_no_more(django_capture_on_commit_callbacks):
    record, board = plant_with_services()
    found = make_contribution(words=WORDS)
    addresses = [record.get_absolute_url(), reverse("boards:board", args=[board.slug]), "/search/?q=vanishwort"]
    addresses += ["/search/?q=vanishwor", f"/records/export/{record.get_kind().slug}.csv"]
    before = [Client().get(one).content.decode() for one in addresses[:2]]
    assert all("quernbell" in page for page in before)
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(contribution=found, by=found.session.worker, at=NOON)
    for address in addresses:
        page = Client().get(address, follow=True)
        content = b"".join(page.streaming_content) if page.streaming else page.content
        assert "quernbell" not in content.decode(), address
    assert not SearchDocument.objects.filter(body__icontains="quernbell").exists()


def test_words_of_others_and_worries_stay():
    """Somebody else may have said the same; and the lead answers for a worry."""
    found, other = make_contribution(words=WORDS), make_contribution(words=WORDS)
    concern = make_concern(words=WORDS)
    services.withdraw(contribution=found, by=found.session.worker, at=NOON)
    assert Contribution.objects.get(pk=other.pk).words == WORDS
    assert SafeguardingConcern.objects.get(pk=concern.pk).words == WORDS


def test_what_was_there_before_the_session_is_no_copy():
    record = make_record(Need, summary=WORDS)
    session = make_session(opened_at=NOON + timedelta(days=1))
    found = make_contribution(session, words=WORDS)
    services.withdraw(contribution=found, by=session.worker, at=NOON + timedelta(days=2))
    record.refresh_from_db()
    assert record.summary == WORDS


def test_restored_backup_loses_the_words_and_their_copies_again():
    found = make_contribution(words=WORDS)
    services.withdraw(contribution=found, by=found.session.worker, at=NOON)
    Contribution.objects.filter(pk=found.pk).update(words=WORDS, state="kept")
    make_draft(Need, summary=WORDS)
    ledger.replay(ledger.read(settings.LEDGER).entries)
    assert look() == []


@pytest.mark.parametrize("state", ["waiting", "kept"])
def test_answer_that_is_not_used_leaves_no_copy_either(state):
    found = make_contribution(words=WORDS, state=state)
    if state == "kept":
        make_draft(Need, summary=WORDS)
    services.reject(contribution=found, reason="identifies", by=found.session.worker, at=NOON)
    assert look() == []


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_bytes_are_overwritten(own_ledger):
    """In the file of SQLite with its log, and in the pages of PostgreSQL's tables."""
    found = make_contribution(words=WORDS)
    make_draft(Need, summary=WORDS)
    services.withdraw(contribution=found, by=found.session.worker, at=NOON)
    tables = ("voice_contribution", "records_record", "wagtailcore_revision", "search_searchdocument")
    # What another transaction may still see, as that of PostgreSQL's own statistics, is kept until the next time.
    for _ in range(20):
        services.overwrite_deleted(tables)
        assert look() == []
        if connection.vendor != "postgresql":
            return
        left = [table for table in tables if any(trace in read_pages(table) for trace in TRACES)]
        if not left:
            return
        sleep(1)
    assert left == []


def read_pages(table):
    """All bytes of a table's file, dead rows included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filepath(%s)", [table])
        path = cursor.fetchone()[0]
        cursor.execute("SELECT encode(pg_read_binary_file(%s), 'escape')", [path])
        return cursor.fetchone()[0]


# --- By code -----------------------------------------------------------------------------------------


@pytest.fixture
def coded():
    """A code, and two answers that share it; a third is somebody else's."""
    code, private = services.make_private_code()
    session = make_session()
    first = make_contribution(session, words=WORDS, code=private, purposes=("inside", "published"))
    second = make_contribution(session, words="A second answer of theirs.", code=private, state="waiting")
    return code, first, second, make_contribution(session, words="Somebody else said this.")


def ask(code, **given):
    return Client().post(reverse("voice:code"), {"code": code, **given})


def test_code_shows_what_happened_with_its_answers_only(coded):
    code, first, *_ = coded
    services.reject(contribution=coded[2], reason="other_subject", by=first.session.worker, at=NOON)
    page = ask(code.upper().replace("-", " ")).content.decode()
    assert WORDS in page
    assert "The worker kept it." in page
    assert "It is not used, because it was about something else" in page
    assert "Somebody else said this." not in page


def test_code_withdraws_one_answer_or_all(coded):
    code, first, second, other = coded
    assert "Your answer is deleted" in ask(code, withdraw=str(first.pk)).content.decode()
    first.refresh_from_db()
    assert (first.words, first.state, first.code) == ("", "taken_back", None)
    second.refresh_from_db()
    assert second.words
    assert "All your answers are deleted" in ask(code, all="yes").content.decode()
    other.refresh_from_db()
    assert list(Contribution.objects.exclude(words="")) == [other]
    assert not PrivateCode.objects.exists()
    assert "No answer has this code" in ask(code).content.decode()


def test_code_cannot_withdraw_what_is_not_its_own(coded):
    code, _, _, other = coded
    for given in ({"withdraw": str(other.pk)}, {"stop": f"{other.pk}-inside"}, {"withdraw": "x"}, {"stop": "x"}):
        ask(code, **given)
    other.refresh_from_db()
    assert other.words
    assert other.consents.count() == 1


def test_code_works_after_the_answer_was_changed(coded):
    code, first, *_ = coded
    for number in range(3):
        services.change_contribution(
            contribution=first,
            words=f"Changed for the time number {number}",
            age_band="14_15",
            agreed=services.Agreed(["inside"], "carer", UNTIL),
            by=first.session.worker,
            at=NOON,
        )
    assert "number 2" in ask(code).content.decode()
    ask(code, withdraw=str(first.pk))
    assert not Contribution.objects.filter(words__contains="number").exists()


def test_one_purpose_can_be_stopped_and_the_last_one_deletes_the_words(coded):
    code, first, *_ = coded
    make_draft(Need, summary=WORDS)
    ask(code, stop=f"{first.pk}-published")
    assert list(first.consents.values_list("purpose", flat=True)) == ["inside"]
    assert look() == ["voice_contribution"]
    ask(code, stop=f"{first.pk}-inside")
    assert look() == []


def test_wrong_codes_are_counted(coded):
    statuses = {ask("aaaa-bbbb-cccc-dddd").status_code for _ in range(31)}
    assert statuses == {200, 429}


def test_code_stands_in_no_table(coded):
    code, *_ = coded
    ask(code)
    assert find_everywhere(code, code.replace("-", "")) == []


# --- Consent that ends -------------------------------------------------------------------------------

EVE = UNTIL - timedelta(days=30)


def at(day):
    return NOON.replace(year=day.year, month=day.month, day=day.day)


def test_worker_hears_once_before_consent_ends():
    found = make_contribution()
    services.expire_consents(at=at(EVE - timedelta(days=1)))
    assert not Notice.objects.exists()
    for number in range(3):
        services.expire_consents(at=at(EVE + timedelta(days=number)))
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (found.session.worker, "listening.consent_ends")
    from cairn.voice.notices import render_consent_ends

    text = render_consent_ends(found.session.worker, notice.about)
    assert text.heading == "Consent for 1 answer ends on 24 November 2028"
    assert found.words not in text.sentence
    assert render_consent_ends(UserFactory(), notice.about).path.endswith("hand-over/")


def test_words_without_consent_are_deleted_the_day_after():
    found = make_contribution(words=WORDS)
    longer = make_contribution(found.session, purposes=("inside", "published"))
    Consent.objects.filter(contribution=longer, purpose="inside").update(until=date(2030, 1, 1))
    services.expire_consents(at=at(UNTIL))
    assert Contribution.objects.with_words().count() == 2
    services.expire_consents(at=at(UNTIL + timedelta(days=1)))
    found.refresh_from_db()
    assert (found.words, found.state) == ("", "expired")
    assert list(longer.consents.values_list("purpose", flat=True)) == ["inside"]
    assert AuditEntry.objects.filter(action="listening.expired", key=found.session.key, by=None).exists()


def test_worker_withdraws_for_somebody():
    found = make_contribution(words=WORDS)
    client = Client()
    client.force_login(found.session.worker)
    address = reverse("voice:withdraw", args=[found.session.key, found.pk])
    assert WORDS in client.get(address).content.decode()
    make_draft(Need, summary=WORDS)
    page = client.post(address, follow=True).content.decode()
    assert "Copies were removed in" in page
    assert look() == []
    assert AuditEntry.objects.filter(action="listening.taken_back", by=found.session.worker.pk).count() == 1
