"""Suggestions for learning events: sent, released, answered, followed, merged, planned from, and let go (row 60)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from cairn.accounts.services import erase_account
from cairn.common.privacy import export
from cairn.events.models import LearningEvent, Suggestion, SuggestionFollower
from cairn.events.services import suggestions as services
from cairn.events.tasks import suggestions as tasks
from cairn.notices.models import Notice
from cairn.records.desk import get_due
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import NOON, join, make_record, make_team
from tests.factories.suggestions import answer, make_moderator, make_suggestion, release

pytestmark = pytest.mark.django_db
LIST, FORM, SORT = "/events/suggestions/", "/events/suggestions/new/", "/events/suggestions/sort/"
SENT = {
    "title": "Working with housing",
    "words": "Planted-words",
    "name": "Planted-name",
    "organisation": "Planted-place",
    "email": "Ada@example.org",
}


def get(path, user=None):
    return client_of(user).get(path).content.decode()


def run_jobs():
    """What the worker would do; it cannot run within the transaction of a test."""
    for waiting in DBTaskResult.objects.filter(status="READY"):
        import_string(waiting.task_path).call(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
        waiting.delete()


def list_outsiders():
    """Who got a mail and has no account, each as often as they got one."""
    return [one.to[0] for one in mail.outbox if one.to[0].startswith(("ada", "bea", "unconfirmed"))]


def sort(user, suggestion, act, **given):
    prefixed = {f"{act}-{name}": value for name, value in given.items()}
    return client_of(user).post(f"{SORT}{suggestion.key}/", {"act": act, **prefixed})


# --- Sending --------------------------------------------------------------------------------------


def test_anybody_can_suggest_and_nothing_is_public():
    page = client_of(None).post(FORM, SENT).content.decode()
    sent = Suggestion.objects.get()
    follower = sent.followers.get()
    assert (sent.title, sent.name, sent.organisation) == ("Working with housing", "Planted-name", "Planted-place")
    assert (follower.email, follower.user, follower.sent) == ("ada@example.org", None, sent)
    assert follower.get_absolute_url() in page
    for path in (LIST, f"{LIST}{sent.key}/"):
        assert "Planted" not in get(path)
        assert "housing" not in get(path)
    assert client_of(None).get(f"{LIST}{sent.key}/").status_code == 404


def test_with_an_account_neither_name_nor_address_is_asked():
    user = UserFactory()
    client_of(user).post(FORM, {"title": "Night shifts", "email": "other@example.org", "name": "Other"})
    sent = Suggestion.objects.get()
    assert (sent.suggested_by, sent.name) == (user, "")
    assert [(one.user, one.email) for one in sent.followers.all()] == [(user, "")]


def test_without_an_address_nobody_follows():
    client_of(None).post(FORM, {"title": "Night shifts"})
    assert not SuggestionFollower.objects.exists()


def test_what_sounds_like_a_concern_is_shown_the_way_and_not_kept():
    words = "I am worried about a child in our road."
    page = client_of(None).post(FORM, {**SENT, "words": words}).content.decode()
    assert "tell the safeguarding lead" in page.lower()
    assert not Suggestion.objects.exists()
    client_of(None).post(FORM, {**SENT, "words": words, "not_a_concern": "yes"})
    assert Suggestion.objects.count() == 1


def test_one_sender_sends_ten_an_hour():
    client = client_of(None)
    answers = [client.post(FORM, {"title": f"Idea {number}"}).status_code for number in range(11)]
    assert answers == [200] * 10 + [429]


def test_an_empty_form_and_a_wrong_address_say_what_to_do():
    page = client_of(None).post(FORM, {"title": "", "email": "ada"}).content.decode()
    assert "There is a problem" in page
    assert "Enter an e-mail address in the right form" in page
    assert not Suggestion.objects.exists()


def test_moderators_hear_without_a_word_of_it():
    moderator = make_moderator()
    sent = make_suggestion()
    notice = Notice.objects.get(user=moderator, kind="suggestion.sent")
    assert notice.about == sent.key
    assert not Notice.objects.exclude(user=moderator).exists()


# --- Who reads what -------------------------------------------------------------------------------


def test_only_moderators_read_what_was_sent():
    sent = make_suggestion(name="Planted-name")
    for user, status in ((None, 302), (UserFactory(), 403), (make_moderator(), 200)):
        for path in (SORT, f"{SORT}{sent.key}/", f"{SORT}plan/"):
            assert client_of(user).get(path).status_code == status
    assert "Planted-words" in get(f"{SORT}{sent.key}/", make_moderator())


def test_only_moderators_act():
    sent, user = make_suggestion(), UserFactory()
    for act in ("release", "answer", "merge", "hide", "delete"):
        assert sort(user, sent, act, public_title="Mine", state="declined", answer="No").status_code == 403
    found = Suggestion.objects.get()
    assert (found.released_at, found.state) == (None, "waiting")


def test_public_pages_show_the_words_of_the_moderator_and_never_the_sender():
    sent = make_suggestion(name="Planted-name", organisation="Planted-place", email="planted@example.org")
    sort(make_moderator(), sent, "release", public_title="Housing for care leavers", public_words="Public-words")
    for path in (LIST, f"{LIST}{sent.key}/"):
        page = get(path)
        assert "Housing for care leavers" in page
        assert "lanted" not in page
    assert "Public-words" in get(f"{LIST}{sent.key}/")
    sort(make_moderator(), sent, "hide")
    assert "Housing for care leavers" not in get(LIST)


def test_row_60_each_suggestion_shows_its_age_until_it_has_an_answer():
    old = make_suggestion(is_released=True, at=now() - timedelta(days=12, hours=1))
    assert "Waiting for 12 days" in get(LIST)
    moderator = make_moderator()
    assert "Waiting for 12 days" in get(f"{SORT}", moderator)
    due = [item for item in get_due(moderator) if item.url == f"{SORT}{old.key}/"]
    assert "Waiting for 12 days" in due[0].action
    assert get_due(UserFactory()) == []
    answer(old, at=now())
    page = get(LIST)
    assert "after 12 days" in page
    assert "We asked the network." in page
    assert [item for item in get_due(moderator) if item.url == f"{SORT}{old.key}/"] == []


# --- Answers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "label"), [("answered", "Answered"), ("declined", "Not now")])
def test_row_60_every_follower_hears_the_answer_once(state, label, django_capture_on_commit_callbacks):
    user, moderator = UserFactory(), make_moderator()
    sent = make_suggestion(is_released=True, email="ada@example.org")
    services.follow_suggestion(suggestion=sent, user=user, at=NOON)
    SuggestionFollower.objects.create(suggestion=sent, email="unconfirmed@example.org", since=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        sort(moderator, sent, "answer", state=state, answer="Planted-answer", event="")
    run_jobs()
    assert list_outsiders() == ["ada@example.org"]
    follower = sent.followers.get(email="ada@example.org")
    message = next(one for one in mail.outbox if one.to == ["ada@example.org"])
    body = message.body
    assert "Planted-answer" in body
    assert label in body
    assert follower.get_absolute_url() in body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert Notice.objects.filter(user=user, kind="suggestion.answered", about=sent.key).count() == 1
    tasks.send_answers.call(sent.pk)
    assert len(list_outsiders()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        answer(sent, answer="A year later", by=moderator, at=NOON + timedelta(days=365 * 20))
    run_jobs()
    assert len(list_outsiders()) == 2


def test_a_mail_that_cannot_be_sent_is_sent_when_the_job_runs_again(monkeypatch):
    sent = make_suggestion(email="ada@example.org")
    answer(sent)

    def fail(follower):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "compose_answer", fail)
        with pytest.raises(ConnectionRefusedError):
            tasks.send_answers.call(sent.pk)
    tasks.send_answers.call(sent.pk)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("number", ["9" * 30, "x", "0"])
def test_an_event_or_suggestion_that_is_none_is_refused(number):
    moderator, sent = make_moderator(), make_suggestion()
    page = sort(moderator, sent, "answer", state="planned", answer="In March.", event=number).content.decode()
    assert "Choose an event from the list" in page
    assert "Choose a suggestion from the list" in sort(moderator, sent, "merge", other=number).content.decode()
    assert Suggestion.objects.waiting().count() == 1


def test_planned_names_the_event_to_those_who_may_see_it():
    moderator, event = make_moderator(), make_record(LearningEvent, title="Planted-event")
    sent = make_suggestion(is_released=True)
    page = sort(moderator, sent, "answer", state="planned", answer="In March.", event="").content.decode()
    assert "Choose the event that is planned" in page
    sort(moderator, sent, "answer", state="planned", answer="In March.", event=event.pk)
    assert "Planted-event" in get(f"{LIST}{sent.key}/")
    assert event.get_absolute_url() in get(LIST)
    LearningEvent.objects.filter(pk=event.pk).update(sharing="team")
    assert "Planted-event" not in get(f"{LIST}{sent.key}/")


def test_row_60_an_event_is_planned_from_suggestions():
    moderator = make_moderator()
    team = make_team()
    join(moderator, team.organisation, team=team)
    first, second, third = (make_suggestion(title=f"Idea {number}") for number in range(3))
    page = get(f"{SORT}plan/?s={first.key}&s={second.key}", moderator)
    assert page.count(" checked") == 2
    given = {"suggestions": [first.pk, second.pk], "title": "Homes and housing"}
    client_of(moderator).post(f"{SORT}plan/", given)
    event = LearningEvent.objects.get()
    assert (event.title, event.author, event.team, event.live) == ("Homes and housing", moderator, team, False)
    assert set(event.suggestions.all()) == {first, second}
    assert Suggestion.objects.waiting().count() == 3  # answered when the event is announced
    assert Suggestion.objects.get(pk=third.pk).event is None


def test_who_is_in_no_team_is_told_so():
    sent, moderator = make_suggestion(), make_moderator()
    page = client_of(moderator).post(f"{SORT}plan/", {"suggestions": [sent.pk], "title": "Homes"}).content.decode()
    assert not LearningEvent.objects.exists() or LearningEvent.objects.get().team is None
    assert "Traceback" not in page


# --- Following ------------------------------------------------------------------------------------


def test_an_address_follows_once_it_has_said_yes(django_capture_on_commit_callbacks):
    sent = make_suggestion(is_released=True)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(None).post(f"{LIST}{sent.key}/follow/", {"email": "Bea@example.org"})
    follower = sent.followers.get()
    assert (follower.email, follower.confirmed_at) == ("bea@example.org", None)
    run_jobs()
    assert list_outsiders() == ["bea@example.org"]
    assert follower.get_absolute_url() in mail.outbox[0].body
    client = client_of(None)
    client.get(follower.get_absolute_url())  # a mail program that opens links confirms nothing
    assert not sent.followers.confirmed().exists()
    client.post(follower.get_absolute_url())
    assert sent.followers.confirmed().exists()
    client.post(follower.get_absolute_url(), {"stop": ""})
    assert not sent.followers.exists()
    assert client.get(follower.get_absolute_url()).status_code == 404


def test_asking_again_tells_nothing_of_who_follows(django_capture_on_commit_callbacks):
    sent = make_suggestion(is_released=True)
    path = f"{LIST}{sent.key}/follow/"
    pages = [client_of(None).post(path, {"email": "bea@example.org"}, follow=True).content for _ in range(2)]
    assert [b"We have sent you an e-mail" in page for page in pages] == [True, True]
    assert sent.followers.count() == 1


def test_an_account_follows_and_stops():
    sent, user = make_suggestion(is_released=True), UserFactory()
    client_of(user).post(f"{LIST}{sent.key}/follow/")
    assert sent.followers.confirmed().get().user == user
    assert "You are following it." in get(f"{LIST}{sent.key}/", user)
    client_of(user).post(f"{LIST}{sent.key}/follow/", {"stop": ""})
    assert not sent.followers.exists()


def test_what_is_private_cannot_be_followed():
    sent = make_suggestion()
    assert client_of(UserFactory()).post(f"{LIST}{sent.key}/follow/").status_code == 404
    assert not SuggestionFollower.objects.exists()


def test_the_private_page_of_an_account_is_for_that_account():
    user = UserFactory()
    sent = make_suggestion(by=user)
    path = sent.followers.get().get_absolute_url()
    assert "Planted-words" in get(path, user)
    for other in (None, UserFactory()):
        assert "Planted-words" not in get(path, other)


# --- Merging --------------------------------------------------------------------------------------


def test_merging_keeps_the_followers_and_each_hears_once(django_capture_on_commit_callbacks):
    moderator, both, one = make_moderator(), UserFactory(), UserFactory()
    kept = make_suggestion(title="Kept", is_released=True, email="ada@example.org")
    other = make_suggestion(title="Other", is_released=True, email="bea@example.org")
    for suggestion, user in ((kept, both), (other, both), (other, one)):
        services.follow_suggestion(suggestion=suggestion, user=user, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        answer(kept)
    run_jobs()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sort(moderator, kept, "merge", other=other.pk)
    assert set(kept.followers.values_list("user", "email")) == {
        (both.pk, ""), (one.pk, ""), (None, "ada@example.org"), (None, "bea@example.org")
    }  # fmt: skip
    run_jobs()
    assert list_outsiders() == ["bea@example.org"]
    assert Notice.objects.filter(user=both, kind="suggestion.answered").count() == 1
    assert Notice.objects.filter(user=one, kind="suggestion.answered").count() == 1
    assert client_of(None).get(f"{LIST}{other.key}/").url == kept.get_absolute_url()
    assert "Other" not in get(LIST)


def test_who_sent_both_still_takes_back_what_they_sent():
    kept = make_suggestion(title="Kept", is_released=True)
    other = make_suggestion(title="Planted-other", email="ada@example.org")
    services.merge_suggestions(kept=kept, other=other, by=make_moderator(), at=NOON)
    follower = kept.followers.get()
    services.stop_following(follower=follower, at=NOON)
    assert not Suggestion.objects.filter(pk=other.pk).exists()
    kept.refresh_from_db()
    assert kept.title == "Kept"


# --- Letting go -----------------------------------------------------------------------------------


def test_the_private_link_takes_back_what_was_sent():
    public = make_suggestion(is_released=True, email="ada@example.org", name="Planted-name")
    private = make_suggestion(email="ada@example.org")
    for one in (public, private):
        client_of(None).post(one.followers.get().get_absolute_url(), {"stop": ""})
    found = Suggestion.objects.get()
    assert (found.pk, found.title, found.words, found.name) == (public.pk, "", "", "")
    assert found.public_title == "Working with housing"
    assert not SuggestionFollower.objects.exists()
    assert "Deleted on" in get(f"{SORT}{public.key}/", make_moderator())


def test_advertising_is_deleted_and_what_was_public_is_not():
    moderator, spam, public = make_moderator(), make_suggestion(), make_suggestion(is_released=True)
    sort(moderator, spam, "delete")
    sort(moderator, public, "delete")
    assert list(Suggestion.objects.all()) == [public]


def test_an_erased_account_takes_its_suggestions_with_it_signed_in_or_not():
    user = UserFactory(email="ada@example.org")
    signed_in, by_address = make_suggestion(by=user), make_suggestion(email="ada@example.org", is_released=True)
    make_suggestion(title="Of another", email="bea@example.org")
    erase_account(user=user, at=NOON)
    for one in (signed_in, by_address):
        one.refresh_from_db()
        assert (one.title, one.words, one.email, one.suggested_by) == ("", "", "", None)
    assert by_address.public_title == "Working with housing"
    assert list(SuggestionFollower.objects.values_list("email", flat=True)) == ["bea@example.org"]
    assert Suggestion.objects.get(title="Of another").words == "Planted-words"


def test_the_download_holds_what_was_sent_and_followed():
    user = UserFactory()
    make_suggestion(by=user)
    followed = make_suggestion(title="Followed", is_released=True)
    services.follow_suggestion(suggestion=followed, user=user, at=NOON)
    found = export(user, names={"email": []})
    assert found["suggestions"][0]["words"] == "Planted-words"
    assert "Followed" in {row["suggestion__public_title"] for row in found["suggestions_followed"]}


def test_what_was_sent_goes_some_time_after_the_answer():
    later = NOON + timedelta(days=200)
    answered = answer(release(make_suggestion(email="ada@example.org", name="Planted-name")))
    waiting = make_suggestion(email="bea@example.org")
    services.clear_old_suggestions(later - timedelta(days=180))
    answered.refresh_from_db()
    assert (answered.words, answered.name, answered.answer) == ("", "", "We asked the network.")
    assert list(SuggestionFollower.objects.values_list("email", flat=True)) == ["bea@example.org"]
    assert Suggestion.objects.get(pk=waiting.pk).words == "Planted-words"


def test_an_address_that_never_said_yes_goes():
    sent = make_suggestion(is_released=True, email="ada@example.org")
    services.ask_follower(suggestion=sent, email="bea@example.org", at=NOON)
    services.delete_unconfirmed(NOON + timedelta(days=1))
    assert list(SuggestionFollower.objects.values_list("email", flat=True)) == ["ada@example.org"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(client, number, django_assert_num_queries):
    event = make_record(LearningEvent)
    for _ in range(number):
        make_suggestion(is_released=True)
        answer(make_suggestion(is_released=True), state="planned", event=event)
    client.get(reverse("events:suggestions"))
    with django_assert_num_queries(4):
        client.get(reverse("events:suggestions"))
