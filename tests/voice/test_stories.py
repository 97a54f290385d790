"""A story of change, from what was agreed to its readers: nothing is published that its young person has not read."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.timezone import localdate, now
from wagtail.models import Page, PageLogEntry, Revision

from cairn.accounts.models import User
from cairn.accounts.services import create_demonstration_users
from cairn.audit.models import AuditEntry
from cairn.notices.models import Notice
from cairn.places.services import load_demonstration_organisations, load_fictional_places
from cairn.voice import policies, services
from cairn.voice.models import Story, StoryAudience, StoryPage, StoryReading
from cairn.voice.notices import render_aftercare, render_story_answered, render_story_ends
from cairn.voice.services.demonstration_stories import load_demonstration_story
from tests.factories.accounts import UserFactory
from tests.factories.any_row import find_everywhere
from tests.factories.media import make_m4a
from tests.factories.records import NOON, join, make_team
from tests.factories.voice import (
    STORY,
    UNTIL,
    answer_story,
    make_contribution,
    make_session,
    make_story,
    publish_story,
    write_story,
)
from tests.rules import may

pytestmark = pytest.mark.django_db
DAY = NOON.date()


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def read(story):
    """The page as everybody gets it."""
    return Client().get(story.get_absolute_url())


def at(day):
    return NOON.replace(year=day.year, month=day.month, day=day.day)


# --- What was agreed, and the words ------------------------------------------------------------------


def test_story_is_started_with_what_was_agreed_and_a_code_that_is_shown_once():
    worker = UserFactory()
    make_team(None, "Edge of care", worker)
    form = {"has_agreed": "on", "age_band": "16_17", "adult": "carer", "until": "24/11/2027", "wants_code": "on"}
    page = log_in(worker).post(reverse("voice:new-story"), form)
    story = Story.objects.get()
    assert (story.worker, story.age_band, story.until) == (worker, "16_17", date(2027, 11, 24))
    code = page.context["code"]
    assert code in page.content.decode()
    assert services.find_private_code(code) == story.code
    assert find_everywhere(code, code.replace("-", "")) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"has_agreed": ""}, "Ask them first"),
        ({"adult": "none"}, "an adult has to agree as well"),
        ({"until": "24/11/2036"}, "Consent can last 5 years at most"),
        ({"code": "aaaa-bbbb-cccc-dddd"}, "No one has this code"),
    ],
)
def test_story_is_not_started_without_consent(changes, sentence):
    worker = UserFactory()
    make_team(None, "Edge of care", worker)
    form = {"has_agreed": "on", "age_band": "14_15", "adult": "carer", "until": "24/11/2027", **changes}
    assert sentence in log_in(worker).post(reverse("voice:new-story"), form).content.decode()
    assert not Story.objects.exists()


def write(story, **changes):
    form = {"heading": "My kitchen", "words": STORY, "names": "changed", "no_one_recognised": "yes", **changes}
    return log_in(story.worker).post(reverse("voice:edit-story", args=[story.key]), form)


def test_words_are_written_down_and_real_names_are_looked_for_and_not_saved():
    story = make_story(answer="")
    page = write(story, words="Then Quillby came, and so did ANNE-marie.", real_names="quillby, Anne-Marie, Anne-Mar")
    assert "The story still contains “quillby”, “Anne-Marie”." in page.content.decode()
    assert write(story, words="Then Joe came.", real_names="Quillby").status_code == 302
    assert story.find_draft().words == "Then Joe came."
    assert find_everywhere("quillby") == []


def test_worker_looks_again_where_somebody_may_be_recognised_and_a_worry_is_not_saved():
    story = make_story(answer="")
    assert (
        "Someone may be recognised"
        in write(story, words="I went to Hazel School.", no_one_recognised="").content.decode()
    )
    assert "sounds like a concern" in write(story, words="My stepfather hits her.").content.decode()
    assert story.find_draft().words == STORY


def test_nobody_under_18_is_named():
    assert not may(policies.check_names, names="own", age_band="16_17", real_names="", texts=[])
    assert not may(policies.check_names, names="own", age_band="not_said", real_names="", texts=[])
    assert may(policies.check_names, names="own", age_band="18_25", real_names="", texts=[])


def test_no_earlier_wording_is_kept():
    story = make_story(answer="")
    write_story(story, words="Bramblefinch said no.")
    answer_story(story, "change", comment="Take Bramblefinch out.")
    write_story(story, words="Somebody said no.")
    assert find_everywhere("bramblefinch") == []


def test_logs_and_lists_of_the_office_hold_no_word_of_it():
    story = make_story(told={"heading": "Bramblefinch at night"})
    found = find_everywhere("bramblefinch")
    assert set(found) == {"voice_storypage", "wagtailcore_revision", "search_searchdocument", *find_index(found)}
    assert "ramblefinch" not in str(list(AuditEntry.objects.values()))
    assert not PageLogEntry.objects.filter(label__contains="ramblefinch").exists()
    assert str(story) == f"story {story.key}"


def find_index(found):
    return [name for name in found if name.startswith("search_")]


# --- The child reads it before it is published -------------------------------------------------------


def test_row_58_the_young_person_reads_it_before_it_is_published():
    story = make_story(answer="")
    draft = story.find_draft()

    def try_to_publish():
        return may(services.publish_story, story=story, aftercare_on=DAY + timedelta(days=9), by=story.worker, at=NOON)

    assert not try_to_publish()
    for answer in ("change", "no"):
        answer_story(story, answer)
        assert not try_to_publish()
    answer_story(story, "yes")
    assert list(policies.find_missing(story, draft, day=DAY)) == []
    write_story(story, words=STORY + " And it still is.")  # they said yes to other words
    assert not try_to_publish()
    assert read(story).status_code == 404
    answer_story(story, "yes")
    assert try_to_publish()
    assert "And it still is." in read(story).content.decode()


def test_row_58_no_button_workflow_or_day_of_wagtail_publishes_what_was_not_read():
    story = make_story(answer="")
    page = StoryPage.objects.get()
    chief = User.objects.create(email="chief@example.org", is_superuser=True, is_active=True)
    for user in (chief, story.worker):
        allowed = page.permissions_for_user(user)
        names = ("edit", "publish", "unpublish", "delete", "copy", "move", "submit_for_moderation", "publish_subpage")
        assert [name for name in names if getattr(allowed, f"can_{name}")()] == []
        assert not Page.objects.get(pk=page.pk).permissions_for_user(user).can_publish()
    for revision in Revision.objects.filter(object_id=str(page.pk)):
        with pytest.raises(PermissionDenied):
            revision.publish(user=chief, skip_permission_checks=True)
    # Whatever else makes it live: it is still not read out.
    Page.objects.filter(pk=page.pk).update(live=True)
    Story.objects.update(published_on=DAY)
    assert read(story).status_code == 410
    assert STORY not in Client().get(reverse("voice:stories")).content.decode()


def test_words_that_changed_since_are_read_again_before_readers_see_them():
    story = make_story()
    write_story(story, words="Other words.")
    assert STORY.split(".")[0] in read(story).content.decode()
    answer_story(story, "yes")
    assert "Other words." not in read(story).content.decode()
    publish_story(story)
    assert "Other words." in read(story).content.decode()
    assert find_everywhere("locked the kitchen") == []


def test_yes_to_words_that_changed_meanwhile_is_none():
    story = make_story(answer="")
    old = story.find_draft().sha256
    write_story(story, words="Other words.")
    given = {"story": story, "sha256": old, "answer": "yes", "read_on": DAY, "by": story.worker, "at": NOON}
    assert not may(services.record_reading, **given)
    assert not StoryReading.objects.exists()


@pytest.mark.parametrize("days", [1, -1])
def test_day_of_reading_is_neither_to_come_nor_before_the_start(days):
    story = make_story(answer="")
    assert not may(policies.check_day_of_reading, story, DAY + timedelta(days=days), day=DAY)
    assert may(policies.check_day_of_reading, story, DAY, day=DAY)


def test_worker_is_led_through_it():
    story = make_story(answer="")
    client = log_in(story.worker)
    work = reverse("voice:story-work", args=[story.key])
    assert "has not read these words yet" in client.get(work).content.decode()
    form = {"sha256": story.find_draft().sha256, "answer": "yes", "read_on": f"{NOON:%-d/%-m/%Y}"}
    assert client.post(reverse("voice:story-reading", args=[story.key]), form).status_code == 302
    assert "It can be published." in client.get(work).content.decode()
    late = {"aftercare_on": "1/1/2020"}
    page = client.post(reverse("voice:publish-story", args=[story.key]), late)
    assert "Enter a day that is still to come" in page.content.decode()
    page = client.post(reverse("voice:publish-story", args=[story.key]), {"aftercare_on": "1/1/2028"}, follow=True)
    assert "Published. Anyone can read it." in page.content.decode()
    assert "Childline" in page.content.decode()
    assert "Every name in this story is changed." in page.content.decode()
    assert Client().get(reverse("voice:stories")).content.decode().count("A kitchen of my own") == 1
    assert "kitchen" in Client().get("/search/?q=kitchen&kind=story").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_as_often_for_three_stories_as_for_one(number, django_assert_num_queries):
    made = [make_story() for _ in range(number)]
    for address, queries in ((reverse("voice:stories"), 2), (made[0].get_absolute_url(), 3)):
        read(made[0])
        with django_assert_num_queries(queries):
            Client().get(address)


# --- With the private code ---------------------------------------------------------------------------


@pytest.fixture
def coded():
    code, private = services.make_private_code()
    return code, make_story(code=private, answer="")


def ask(code, **given):
    return Client().post(reverse("voice:code"), {"code": code, **given})


def test_young_person_reads_it_with_their_code_and_says_yes(coded):
    code, story = coded
    assert "It is waiting for you to read it." in ask(code).content.decode()
    page = ask(code, story=story.key)
    assert "I cooked pasta at ten" in page.content.decode()
    sha256 = page.context["own"].draft.sha256
    page = ask(code, story=story.key, sha256=sha256, answer="yes")
    assert "Your answer is saved." in page.content.decode()
    assert StoryReading.objects.get().how == "code"
    publish_story(story)
    assert read(story).status_code == 200
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (story.worker, "story.answered")
    assert "used their private code" in render_story_answered(story.worker, story.key).sentence
    assert "Other people can read it now." in ask(code).content.decode()


def test_answer_by_code_needs_a_choice_and_the_words_that_are_there(coded):
    code, story = coded
    sha256 = story.find_draft().sha256
    assert "Choose one" in ask(code, story=story.key, sha256=sha256).content.decode()
    write_story(story, words="Other words.")
    page = ask(code, story=story.key, sha256=sha256, answer="yes").content.decode()
    assert "Your story was changed a moment ago." in page
    assert "Other words." in page
    assert not StoryReading.objects.exists()


def test_no_to_what_is_published_takes_it_off_at_once(coded):
    code, story = coded
    answer_story(story)
    publish_story(story)
    ask(code, story=story.key, sha256=story.find_draft().sha256, answer="no", comment="I am not that person any more.")
    assert read(story).status_code == 410
    assert STORY not in Client().get("/search/?q=kitchen").content.decode()
    work = log_in(story.worker).get(reverse("voice:story-work", args=[story.key])).content.decode()
    assert "I am not that person any more." in work


def test_code_reads_and_withdraws_no_story_of_somebody_else(coded):
    code, _ = coded
    other = make_story()
    page = ask(code, story=other.key)
    assert "A kitchen of my own" not in page.content.decode().replace("A kitchen of my own</strong>", "", 1)
    ask(code, withdraw_story=other.key)
    ask(code, story=other.key, sha256=other.find_draft().sha256, answer="no")
    assert read(other).status_code == 200


def test_code_withdraws_the_story_and_ends_with_it(coded):
    code, story = coded
    answer_story(story)
    publish_story(story)
    assert "deleted" in ask(code, withdraw_story=story.key).content.decode()
    story.refresh_from_db()
    assert (story.ended, story.code, story.age_band) == ("taken_back", None, "")
    assert read(story).status_code == 410
    assert "No answer has this code" in ask(code).content.decode()


def test_code_of_a_story_stays_when_its_last_answer_goes():
    code, private = services.make_private_code()
    make_story(code=private, answer="")
    found = make_contribution(code=private)
    ask(code, withdraw=str(found.pk))
    assert "It is waiting for you to read it." in ask(code).content.decode()


# --- The voice ---------------------------------------------------------------------------------------


def test_recording_is_published_with_its_transcript_only():
    story = make_story(answer="")
    write(story, recording=make_recording())
    draft = story.find_draft()
    assert draft.lacks_transcript
    answer_story(story)
    assert "has no transcript" in " ".join(policies.find_missing(story, story.find_draft(), day=DAY))
    with pytest.raises(PermissionDenied):
        draft.latest_revision.publish(skip_permission_checks=True)
    write(story, transcript="I moved in, and nobody locked it.")
    assert story.find_draft().recording_id == draft.recording_id
    answer_story(story)
    publish_story(story)
    page = read(story).content.decode()
    assert "I moved in, and nobody locked it." in page
    assert f'<audio controls preload="none" src="{reverse("voice:story-recording", args=[story.key])}">' in page


def make_recording(**given):
    return SimpleUploadedFile("New Recording 4.m4a", make_m4a(**given), "audio/mp4")


@pytest.fixture
def heard():
    """A published story with a voice."""
    story = make_story(answer="")
    write(story, recording=make_recording(), transcript="I moved in.")
    answer_story(story)
    publish_story(story)
    return story


def listen(story, **headers):
    return Client().get(reverse("voice:story-recording", args=[story.key]), headers=headers)


def test_recording_is_played_in_parts_as_long_as_the_story_may_be_read(heard):
    whole = listen(heard)
    assert whole.status_code == 200
    assert "no-store" in whole["Cache-Control"]
    part = listen(heard, range="bytes=0-9")
    assert (part.status_code, part.content) == (206, whole.content[:10])
    path = Path(default_storage.path(heard.find_page().recording.file.name))
    assert path.exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.end_story(story=heard, by=heard.worker, at=NOON)
    assert listen(heard).status_code == 404
    assert not path.exists()


def test_another_recording_is_heard_by_who_reads_it_now_and_by_others_after_a_yes(heard):
    before = listen(heard).content
    write(heard, recording=make_recording(samples=86), transcript="I moved in.")
    assert listen(heard).content == before
    work = log_in(heard.worker).get(reverse("voice:story-work", args=[heard.key])).context["view"].text
    assert Client().get(work.sound).content not in (before, b"")
    other = reverse("voice:story-recording", args=[make_story().key])
    assert Client().get(other + work.sound[work.sound.index("?") :]).status_code == 404
    assert Client().get(other + "?pass=x").status_code == 404
    answer_story(heard)
    publish_story(heard)
    assert listen(heard).content != before
    assert heard.recordings.count() == 1


def test_recording_that_is_none_is_refused_and_one_can_be_removed(heard):
    page = write(heard, recording=SimpleUploadedFile("voice.mp3", b"no sound at all"), transcript="I moved in.")
    assert "M4A, MP3 and WAV" in page.content.decode()
    again = write(heard, recording=make_recording(), words="")
    assert "Choose the recording again" in again.content.decode()
    write(heard, removes_recording="on", transcript="")
    assert heard.find_draft().recording is None
    answer_story(heard)
    publish_story(heard)
    assert not heard.recordings.exists()
    assert listen(heard).status_code == 404


# --- What it did, and how it has been ----------------------------------------------------------------


def test_row_59_the_page_says_to_whom_it_was_told_and_what_followed():
    story = make_story()
    client = log_in(story.worker)
    form = {"told_to": "The corporate parenting board", "told_on": f"{NOON:%-d/%-m/%Y}", "how": "read"}
    address = reverse("voice:story-audience", args=[story.key])
    client.post(address, {**form, "what_followed": "Kitchens stay open."})
    page = read(story).content.decode()
    assert "The corporate parenting board" in page
    assert "Kitchens stay open." in page
    client.post(address, {"remove": str(StoryAudience.objects.get().pk)})
    assert not StoryAudience.objects.exists()


def test_row_59_only_what_consent_permits_is_told_to_somebody():
    draft, told = make_story(answer=""), make_story()
    given = {"told_to": "The board", "how": "read", "what_followed": ""}
    for story, told_on in ((draft, DAY), (told, DAY + timedelta(days=1)), (told, DAY - timedelta(days=1))):
        assert not may(services.add_audience, story=story, told_on=told_on, by=story.worker, at=NOON, **given)
    assert may(policies.check_can_be_used, told, day=UNTIL)
    assert not may(policies.check_can_be_used, told, day=UNTIL + timedelta(days=1))


def test_worker_is_reminded_once_to_ask_how_it_has_been():
    story = make_story()
    services.expire_stories(at=NOON + timedelta(days=27))
    assert not Notice.objects.exists()
    for days in (28, 29):
        services.expire_stories(at=NOON + timedelta(days=days))
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (story.worker, "story.aftercare")
    assert "how has it been" in render_aftercare(story.worker, story.key).sentence
    client = log_in(story.worker)
    page = client.post(reverse("voice:story-aftercare", args=[story.key]), {"next_on": "1/1/2020"})
    assert "still to come" in page.content.decode()
    assert client.post(reverse("voice:story-aftercare", args=[story.key]), {"next_on": ""}).status_code == 302
    story.refresh_from_db()
    assert (story.aftercare_on, story.asked_on is not None) == (None, True)
    assert render_aftercare(story.worker, story.key) is None


# --- Consent that ends -------------------------------------------------------------------------------


def test_row_58_expired_story_disappears_by_the_clock(monkeypatch):
    story = make_story()
    for module in ("cairn.voice.views.stories", "cairn.voice.searchable"):
        monkeypatch.setattr(f"{module}.localdate", lambda: UNTIL)
    assert read(story).status_code == 200
    monkeypatch.setattr("cairn.voice.views.stories.localdate", lambda: UNTIL + timedelta(days=1))
    page = read(story)
    assert page.status_code == 410
    assert "This story has ended" in page.content.decode()
    assert "A kitchen of my own" not in Client().get(reverse("voice:stories")).content.decode()
    assert services.expire_stories(at=at(UNTIL)) == 0
    assert services.expire_stories(at=at(UNTIL + timedelta(days=1))) == 1
    assert find_everywhere("locked the kitchen") == []
    story.refresh_from_db()
    assert story.ended == "expired"
    assert "This story has ended" in read(story).content.decode()


def test_worker_hears_thirty_days_before():
    story = make_story(aftercare_on=None)
    Story.objects.update(aftercare_on=None)
    services.expire_stories(at=at(UNTIL - timedelta(days=31)))
    assert not Notice.objects.exists()
    for days in (30, 29):
        services.expire_stories(at=at(UNTIL - timedelta(days=days)))
    assert Notice.objects.get().kind == "story.ends"
    assert render_story_ends(story.worker, story.key).heading == "Consent for a story ends on 24 November 2028"
    assert render_story_ends(UserFactory(), story.key) is None


def test_consent_can_be_asked_for_again():
    story = make_story()
    form = {"age_band": "18_25", "adult": "none", "until": "24/11/2029"}
    address = reverse("voice:story-consent", args=[story.key])
    assert log_in(story.worker).post(address, form).status_code == 302
    story.refresh_from_db()
    assert (story.age_band, story.until) == ("18_25", date(2029, 11, 24))
    late = {**form, "until": "24/11/2036"}
    assert "5 years at most" in log_in(story.worker).post(address, late).content.decode()


# --- Made from answers -------------------------------------------------------------------------------


@pytest.fixture
def made_from():
    """A story, and an answer in it of a session of the same worker."""
    story = make_story()
    session = make_session(story.worker, team=story.team)
    found = make_contribution(session, purposes=("inside", "story"))
    unasked = make_contribution(session, words="Nobody asked about stories here.")
    client = log_in(story.worker)
    address = reverse("voice:story-answers", args=[story.key])
    page = client.get(address).content.decode()
    assert found.words in page
    assert unasked.words not in page
    client.post(address, {"answer": [str(found.pk), str(unasked.pk)]})
    assert list(story.voices.values_list("contribution", flat=True)) == [found.pk]
    return story, found


def test_story_ends_no_later_than_the_answers_in_it(made_from):
    story, found = made_from
    given = {"age_band": "16_17", "adult": "carer", "day": DAY, "answers": [found]}
    assert may(policies.check_story_consent, until=UNTIL, **given)
    assert not may(policies.check_story_consent, until=UNTIL + timedelta(days=1), **given)
    found.consents.update(until=UNTIL - timedelta(days=99))
    services.choose_answers(story=story, answers=[found], by=story.worker, at=NOON)
    story.refresh_from_db()
    assert story.until == UNTIL - timedelta(days=99)


@pytest.mark.parametrize("how", ["withdrawn", "stopped", "rejected"])
def test_story_goes_with_an_answer_that_may_be_in_no_story_any_more(made_from, how):
    story, found = made_from
    if how == "withdrawn":
        services.withdraw(contribution=found, by=story.worker, at=NOON)
    elif how == "rejected":
        services.reject(contribution=found, reason="hurts", by=story.worker, at=NOON)
    else:
        services.taking_back.end_consents(list(found.consents.filter(purpose="story")), state="taken_back", at=NOON)
    assert read(story).status_code == 410
    assert find_everywhere("locked the kitchen") == []


def test_story_is_hidden_as_soon_as_the_worker_notes_that_an_answer_may_not_be_in_it(made_from):
    story, found = made_from
    agreed = services.Agreed(["inside"], "carer", UNTIL)
    services.change_contribution(
        contribution=found, words=found.words, age_band="14_15", agreed=agreed, by=story.worker, at=NOON
    )
    assert read(story).status_code == 410
    services.expire_stories(at=NOON)
    assert find_everywhere("locked the kitchen") == []


# --- Handing over ------------------------------------------------------------------------------------


def test_coordinator_hands_over_without_reading():
    story = make_story(answer="")
    coordinator, next_one = UserFactory(), UserFactory()
    join(coordinator, story.team.organisation, role="coordinator")
    join(next_one, story.team.organisation, team=story.team)
    client = log_in(coordinator)
    page = client.get(reverse("voice:stories")).content.decode()
    assert reverse("voice:hand-over-story", args=[story.key]) in page
    assert "A kitchen of my own" not in page
    assert client.post(reverse("voice:hand-over-story", args=[story.key]), {"to": next_one.pk}).status_code == 302
    story.refresh_from_db()
    assert story.worker == next_one
    assert may(policies.check_can_run_story, next_one, story)
    assert not may(policies.check_can_run_story, AnonymousUser(), story)
    assert not may(policies.check_can_hand_over_story, coordinator, story, UserFactory())


@pytest.mark.nightly
def test_demonstration_tells_one_story_and_leaves_what_became_of_it():
    create_demonstration_users()
    load_fictional_places()
    load_demonstration_organisations(at=now())
    load_demonstration_story(at=now())
    story = Story.objects.readable(day=localdate()).get()
    page = read(story).content.decode()
    assert "Fictional" in page
    assert "The corporate parenting board" in page
    services.end_story(story=story, by=story.worker, at=now())
    load_demonstration_story(at=now())
    assert Story.objects.count() == 1
