"""What young people drew, photographed and recorded: one row beside the answer, seen by few, gone with the answer."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cairn.common.operations import ledger
from cairn.rooms.models import make_random_key
from cairn.voice import policies, services
from cairn.voice.models import Contribution, ContributionFile, Need, NeedVoice, SafeguardingConcern
from cairn.voice.policies import UnableToListen
from cairn.voice.views.media import find_part
from tests.factories.accounts import UserFactory
from tests.factories.any_row import find_everywhere
from tests.factories.media import TRACES, make_m4a, make_photograph
from tests.factories.records import NOON, make_record
from tests.factories.voice import (
    PICTURE,
    UNTIL,
    make_concern,
    make_picture_answer,
    make_post,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def photograph(name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, make_photograph(), "image/jpeg")


def recording():
    return SimpleUploadedFile("New Recording 4.m4a", make_m4a(), "audio/mp4")


def type_in(session, **changes):
    given = {"words": "", "age_band": "14_15", "purposes": ["inside"], "adult": "carer", "source": "typed"}
    given |= {"until": "24/11/2028", "number": str(make_random_key())}
    return log_in(session.worker).post(reverse("voice:type-in", args=[session.key]), given | changes)


def read(response):
    return response.content.decode()


# --- Taking it in ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "make", "medium"), [("picture", photograph, "picture"), ("recording", recording, "recording")]
)
def test_file_alone_is_an_answer_and_holds_nothing_of_who_or_where(name, make, medium):
    session = make_session()
    assert "Answer saved" in read(type_in(session, **{name: make()}))
    found = Contribution.objects.get()
    assert (found.medium, found.words, found.state) == (medium, "", "waiting")
    content = bytes(found.file.content)
    assert [trace for trace in TRACES if trace in content] == []
    assert find_everywhere("IMG_0001", "New Recording") == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Enter what they said, or choose a picture or a recording"),
        ({"picture": photograph, "recording": recording}, "Enter the other one as an answer of its own"),
        ({"picture": recording}, "We take JPEG, PNG and WebP"),
        ({"recording": photograph}, "M4A, MP3 and WAV"),
        ({"picture": photograph, "age_band": ""}, "Choose the file again"),
        ({"picture": photograph, "adult": "none"}, "Choose the file again"),
    ],
)
def test_what_cannot_be_saved_says_what_to_do(given, sentence):
    page = type_in(make_session(), **{name: one() if callable(one) else one for name, one in given.items()})
    assert sentence in read(page)
    assert not Contribution.objects.exists()
    assert not ContributionFile.objects.exists()


def test_session_takes_so_many_files(monkeypatch):
    monkeypatch.setattr(policies, "MOST_FILES", 1)
    session = make_session()
    make_picture_answer(session)
    assert "No more pictures or recordings" in read(type_in(session, picture=photograph()))
    assert "Answer saved" in read(type_in(session, words="But words still can be said."))


@pytest.mark.both_databases
def test_answer_without_words_has_a_file():
    found = make_picture_answer()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=found.pk).update(medium="words")


# --- On a screen -------------------------------------------------------------------------------------


def send(session, **changes):
    given = {"words": "", "age_band": "16_17", "purposes": ["inside"], "number": str(make_random_key())}
    return Client().post(reverse("voice:write", args=[session.door]), given | changes)


@pytest.fixture
def open_session():
    session = make_session()
    make_post(organisation=session.team.organisation)
    services.open_door(session=session, hours=2, by=session.worker, at=now())
    return session


@pytest.mark.parametrize(("name", "make"), [("picture", photograph), ("recording", recording)])
def test_young_person_sends_one_from_a_phone(open_session, name, make):
    assert send(open_session, **{name: make()}).status_code == 302
    found = Contribution.objects.get()
    assert (found.medium, found.state, found.source) == (name, "waiting", "screen")
    assert [trace for trace in TRACES if trace in bytes(found.file.content)] == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Write something, or tell the worker"),
        ({"picture": recording}, "We cannot use this picture"),
        ({"recording": photograph}, "We cannot use this recording"),
        ({"picture": photograph, "recording": recording}, "one after the other"),
        ({"picture": photograph, "age_band": ""}, "Choose the picture or recording again"),
        ({"picture": lambda: SimpleUploadedFile("a.jpg", b"")}, "We cannot use this picture"),
    ],
)
def test_young_person_reads_in_easy_words_what_to_do(open_session, given, sentence):
    page = send(open_session, **{name: one() if callable(one) else one for name, one in given.items()})
    assert sentence in read(page)
    assert not Contribution.objects.exists()


def test_page_opens_the_camera_of_a_phone(open_session):
    page = read(Client().get(reverse("voice:write", args=[open_session.door]) + "?write=1"))
    assert 'capture="environment"' in page
    assert 'enctype="multipart/form-data"' in page


# --- Names, faces and voices -------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [0, 12])
def test_worker_looks_for_names_faces_and_voices_before_it_is_kept(seconds):
    found = make_picture_answer(seconds=seconds, state="waiting", description="", is_checked=False)
    with pytest.raises(UnableToListen, match="1 of these answers has a picture or recording to describe and check"):
        services.keep(session=found.session, numbers=[found.pk], by=found.session.worker, at=NOON)
    client = log_in(found.session.worker)
    given = {"age_band": "14_15", "purposes": ["inside"], "adult": "carer", "until": "24/11/2028"}
    in_words = {"words": "There is nobody at night."} if seconds else {"description": "A house without a door."}
    address = found.get_absolute_url()
    assert "tick this box" in read(client.post(address, given | in_words))
    missing = "Enter what they said" if seconds else "Say in a sentence what the picture shows"
    assert missing in read(client.post(address, given | {"is_checked": "on"}))
    assert client.post(address, given | in_words | {"is_checked": "on"}).status_code == 302
    assert services.keep(session=found.session, numbers=[found.pk], by=found.session.worker, at=NOON) == 1
    found.file.refresh_from_db()
    assert found.file.is_checked


def test_kept_answer_stays_described():
    found = make_picture_answer()
    with pytest.raises(UnableToListen):
        services.change_contribution(
            contribution=found,
            words="",
            age_band="14_15",
            agreed=services.Agreed(["inside"], "carer", UNTIL),
            by=found.session.worker,
            at=NOON,
        )


# --- Who sees it -------------------------------------------------------------------------------------


def test_worker_sees_and_hears_it_and_nobody_else():
    session = make_session()
    for found in (make_picture_answer(session), make_picture_answer(session, seconds=12, words="What I said.")):
        address = reverse("voice:file", args=[session.key, found.pk])
        page = log_in(session.worker).get(address)
        assert page.content == PICTURE
        assert page["Cache-Control"].count("no-store") == 1
        assert page["Content-Security-Policy"].startswith("default-src 'none'")
        assert address in read(log_in(session.worker).get(session.get_absolute_url()))
        for other in (UserFactory(), UserFactory(is_superuser=True)):
            assert log_in(other).get(address).status_code == 404
        assert Client().get(address).status_code == 302


def test_part_of_a_recording_is_sent_for_players_that_ask_for_it():
    found = make_picture_answer(seconds=12, words="What I said.")
    client = log_in(found.session.worker)
    page = client.get(reverse("voice:file", args=[found.session.key, found.pk]), headers={"Range": "bytes=0-1"})
    assert (page.status_code, page.content) == (206, PICTURE[:2])
    assert page["Content-Range"] == f"bytes 0-1/{len(PICTURE)}"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("", None),
        ("bytes=5-", slice(5, 10)),
        ("bytes=-3", slice(7, 10)),
        ("bytes=8-99", slice(8, 10)),
        ("bytes=20-30", None),
        ("bytes=4-2", None),
        ("bytes=0-1,3-4", None),
        ("bytes=-", None),
        ("lines=1-2", None),
        (f"bytes={'9' * 400}-", None),
    ],
)
def test_ranges(asked, part):
    assert find_part(asked, 10) == part


@pytest.fixture
def quoted():
    """A need that all read, quoting a picture that its maker agreed to publish, and one that is for the team."""
    session = make_session()
    need = make_record(Need, title="Planted-need", author=session.worker, team=session.team)
    need = Need.objects.get(pk=need.pk)
    for_all = make_picture_answer(session, purposes=("inside", "published"), description="A house with a light on")
    for_team = make_picture_answer(session, description="A closed door")
    voice = make_picture_answer(session, seconds=12, purposes=("inside", "published"), words="Spoken words of mine.")
    for one in (for_all, for_team, voice):
        NeedVoice.objects.create(need=need, contribution=one, theme="Someone there", is_quoted=True)
    return need, for_all, for_team, voice


def test_need_shows_pictures_to_readers_that_were_agreed_to_and_no_sound(quoted):
    need, for_all, for_team, voice = quoted
    addresses = [reverse("voice:picture", args=[need.slug, one.pk]) for one in (for_all, for_team, voice)]
    page = read(Client().get(need.get_absolute_url()))
    assert [address in page for address in addresses] == [True, False, False]
    assert "A house with a light on" in page
    assert "A closed door" not in page
    assert "Spoken words of mine." in page
    assert "<audio" not in page
    statuses = [Client().get(address).status_code for address in addresses]
    assert statuses == [200, 404, 404]
    mine = [log_in(need.author).get(address).status_code for address in addresses]
    assert mine == [200, 200, 404]


def test_picture_leads_to_nobody_through_another_need(quoted):
    _, for_all, *_ = quoted
    other = make_record(Need, title="Another need")
    assert Client().get(reverse("voice:picture", args=[other.slug, for_all.pk])).status_code == 404


def test_withdrawn_picture_is_gone_from_the_need_at_the_next_request(quoted):
    need, for_all, *_ = quoted
    address = reverse("voice:picture", args=[need.slug, for_all.pk])
    services.withdraw(contribution=for_all, by=for_all.session.worker, at=NOON)
    assert Client().get(address).status_code == 404
    page = read(Client().get(need.get_absolute_url()))
    assert address not in page
    assert "A house with a light on" not in page
    assert "[words withdrawn]" in page


# --- It goes -----------------------------------------------------------------------------------------


def withdraw(found):
    services.withdraw(contribution=found, by=found.session.worker, at=NOON)


def reject(found):
    services.reject(contribution=found, reason="identifies", by=found.session.worker, at=NOON)


def expire(found):
    services.expire_consents(at=NOON.replace(year=UNTIL.year) + timedelta(days=1))


@pytest.mark.parametrize("end", [withdraw, reject, expire])
def test_file_and_what_was_said_of_it_go_with_the_answer_and_after_a_restore(end):
    found = make_picture_answer()
    make_record(Need, summary="It says: Planted-description of a house without a door. Copied by somebody.")
    end(found)
    assert not ContributionFile.objects.exists()
    assert find_everywhere("planted-bytes", "planted-description of a house") == []
    # A backup of the day before is restored.
    Contribution.objects.filter(pk=found.pk).update(state="kept", medium="picture", reason="")
    ContributionFile.objects.create(contribution=found, content=PICTURE, content_type="image/webp")
    ledger.replay(ledger.read(settings.LEDGER).entries)
    assert find_everywhere("planted-bytes") == []


def test_worry_takes_the_picture_to_the_lead_who_alone_sees_it():
    found = make_picture_answer(state="waiting", description="", is_checked=False)
    session = found.session
    post = make_post(organisation=session.team.organisation)
    client, lead = log_in(session.worker), log_in(post.membership.user)
    address = reverse("voice:worry", args=[session.key, found.pk])
    assert "Its picture or recording goes to them" in read(client.get(address))
    client.post(address, {"words": "Look at this drawing, please.", "contact": ""})
    concern = SafeguardingConcern.objects.get()
    assert bytes(concern.file.content) == PICTURE
    assert not hasattr(Contribution.objects.get(), "file")
    of_concern = reverse("voice:concern-file", args=[concern.key])
    assert lead.get(of_concern).status_code == 404  # not before it was read, which the audit log says
    page = read(lead.post(reverse("voice:read-concern", args=[concern.key])))
    signed = re.search(rf"{re.escape(of_concern)}\?read=([^\"]+)", page)[0]
    assert lead.get(signed).content == PICTURE
    assert client.get(signed).status_code == 404
    assert client.get(reverse("voice:file", args=[session.key, found.pk])).status_code == 404


def test_picture_goes_when_the_text_of_the_concern_does():
    concern = make_concern()
    ContributionFile.objects.create(concern=concern, content=PICTURE, content_type="image/webp")
    services.replay_clearing(concern.key, NOON)
    assert not ContributionFile.objects.exists()


@pytest.mark.both_databases
def test_file_hangs_on_one_thing():
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionFile.objects.create(content=PICTURE, content_type="image/webp")


def test_lists_do_not_read_the_bytes(django_assert_max_num_queries):
    session = make_session()
    for _ in range(3):
        make_picture_answer(session, state="waiting")
    client = log_in(session.worker)
    with django_assert_max_num_queries(30) as queries:
        client.get(session.get_absolute_url())
    assert any("voice_contributionfile" in one["sql"] for one in queries)
    assert not any('"content",' in one["sql"] for one in queries)
