"""Answers behind a need: grouped by a person, quoted only where the one who said it agreed, and gone when they go."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cairn.records import services as records
from cairn.records.enums import Sharing
from cairn.voice import services
from cairn.voice.models import Need, NeedVoice
from cairn.voice.policies import UnableToListen
from cairn.voice.queries import can_read_words
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_circle, make_draft, make_record, make_team
from tests.factories.voice import UNTIL, make_contribution, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
INSIDE, CIRCLE, PUBLISHED = "Planted-inside words", "Planted-circle words", "Planted-published words"


@pytest.fixture
def session():
    return make_session(groups=["kinship"])


def make_need(session, sharing=Sharing.PUBLIC, **given):
    return make_record(Need, author=session.worker, team=session.team, sharing=sharing, title="Sleep", **given)


def link(need, *answers, theme="Nights", is_quoted=True):
    return services.link_answers(
        need=need, numbers=[one.pk for one in answers], theme=theme, is_quoted=is_quoted, by=need.author, at=NOON
    )


def link_all(session, need):
    given = {INSIDE: ("inside",), CIRCLE: ("inside", "circle"), PUBLISHED: ("inside", "published")}
    return link(need, *(make_contribution(session, words=words, purposes=said) for words, said in given.items()))


def read(need, user=None):
    client = Client()
    if user:
        client.force_login(user)
    page = client.get(need.get_absolute_url())
    return {words for words in (INSIDE, CIRCLE, PUBLISHED) if words in page.content.decode()}


def test_each_quote_is_read_by_those_whom_the_person_agreed_to(session):
    need = make_need(session)
    assert link_all(session, need) == 3
    colleague = UserFactory()
    join(colleague, session.team.organisation, team=make_team(session.team.organisation, "Other team"))
    assert read(need) == {PUBLISHED}
    assert read(need, colleague) == {PUBLISHED}
    assert read(need, session.worker) == {INSIDE, CIRCLE, PUBLISHED}


def test_people_of_the_circle_read_what_was_agreed_for_it(session):
    partner = UserFactory()
    need = make_need(session, Sharing.CIRCLE, circle=make_circle(partner))
    link_all(session, need)
    assert read(need, partner) == {CIRCLE, PUBLISHED}


def test_quote_ends_with_its_consent(session):
    need = make_need(session)
    answer = make_contribution(session, words=PUBLISHED, purposes=("inside", "published"))
    link(need, answer)
    voice = need.voices.select_related("contribution__session").get()
    assert can_read_words(voice, need, UserFactory(), day=UNTIL)
    assert not can_read_words(voice, need, UserFactory(), day=UNTIL + timedelta(days=1))


def test_withdrawn_quote_is_one_neutral_phrase_and_is_not_counted(session):
    need = make_need(session)
    answers = [make_contribution(session, words=PUBLISHED, purposes=("inside", "published")) for _ in range(2)]
    link(need, *answers)
    page = Client().get(need.get_absolute_url()).content.decode()
    assert page.count(PUBLISHED) == 2
    assert "2 answers" in page
    services.withdraw(contribution=answers[0], by=session.worker, at=NOON)
    page = Client().get(need.get_absolute_url()).content.decode()
    assert page.count(PUBLISHED) == 1
    assert page.count("[words withdrawn]") == 1
    assert "1 answer" in page


def test_changed_words_are_quoted_as_they_are_now(session):
    need = make_need(session)
    answer = make_contribution(session, words="Before", purposes=("inside", "published"))
    link(need, answer)
    agreed = services.Agreed(["inside", "published"], "carer", UNTIL)
    services.change_contribution(
        contribution=answer, words=PUBLISHED, age_band="14_15", agreed=agreed, by=session.worker, at=NOON
    )
    assert read(need) == {PUBLISHED}


def test_page_says_who_was_heard_and_who_was_not(session):
    need = make_need(session)
    link(need, make_contribution(session, age_band="11_13"), is_quoted=False)
    page = Client().get(need.get_absolute_url()).content.decode()
    heard, not_heard = page.split("Heard:")[1].split("Not heard:")
    assert "11 to 13" in heard
    assert "Children in kinship care" in heard
    assert "14 to 15" in not_heard
    assert "Care leavers" in not_heard
    assert "Nights" in page


def test_need_without_a_voice_says_so(session):
    assert (
        "No answers from young people or families"
        in Client().get(make_need(session).get_absolute_url()).content.decode()
    )


def test_person_groups_answers_on_the_page(session):
    need = make_need(session, Sharing.TEAM)
    first, second = (make_contribution(session) for _ in range(2))
    client = Client()
    client.force_login(session.worker)
    address = reverse("voice:answers", args=[need.slug])
    nothing = client.post(address, {"theme": "Nights"}).content.decode()
    assert "Nothing was selected" in nothing
    client.post(address, {"answer": [str(first.pk), str(second.pk)], "theme": "Nights", "is_quoted": "on"})
    client.post(address, {"answer": [str(second.pk)], "theme": "Mornings"})
    told = set(NeedVoice.objects.values_list("contribution", "theme", "is_quoted"))
    assert told == {(first.pk, "Nights", True), (second.pk, "Mornings", False)}
    client.post(address, {"answer": [str(first.pk)], "remove": "yes"})
    assert need.voices.get().contribution == second


def test_only_answers_that_the_team_may_read_can_be_linked(session):
    need = make_need(session)
    other_team = make_team(session.team.organisation, "Other team")
    elsewhere = make_contribution(make_session(team=other_team))
    waiting = make_contribution(session, state="waiting")
    not_inside = make_contribution(session, purposes=("published",))
    assert link(need, elsewhere, waiting, not_inside) == 0
    page = Client()
    page.force_login(session.worker)
    assert "No answers to link yet" in page.get(reverse("voice:answers", args=[need.slug])).content.decode()


def test_only_who_edits_the_need_links_answers(session):
    need = make_need(session)
    answer = make_contribution(session)
    with pytest.raises(UnableToListen):
        services.link_answers(need=need, numbers=[answer.pk], theme="Nights", is_quoted=True, by=UserFactory(), at=NOON)


def test_words_of_answers_are_in_no_search_table_or_file_of_the_need(session):
    need = make_need(session)
    link_all(session, need)
    client = Client()
    client.force_login(session.worker)
    table = client.get("/records/export/need.csv")
    content = b"".join(table.streaming_content) if table.streaming else table.content
    assert b"Planted-" not in content
    assert "Planted-" not in client.get("/search/?q=planted").content.decode().replace('value="planted"', "")


def test_code_shows_which_public_needs_came_of_an_answer(session):
    code, private = services.make_private_code()
    answer = make_contribution(session, code=private)
    link(make_need(session), answer)
    hidden = make_draft(Need, author=session.worker, team=session.team, title="Planted-hidden need")
    link(hidden, answer)
    page = Client().post(reverse("voice:code"), {"code": code}).content.decode()
    assert "Sleep" in page
    assert "Needs that it helped to show and that are not public: 1." in page
    assert "Planted-hidden" not in page


def test_withdrawn_need_takes_its_groups_with_it(session):
    need = make_need(session)
    link_all(session, need)
    records.withdraw_record(record=need, by=need.author, at=NOON)
    assert not NeedVoice.objects.exists()
