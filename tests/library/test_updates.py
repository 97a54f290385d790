"""How a project goes: who reads it, what the coach hears, and what others see of what it needs."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from cairn.accounts.services import erase_account
from cairn.library import services
from cairn.library.models import HelpOffer, Project, ProjectCoach, ProjectUpdate
from cairn.library.queries.updates import QUARTER, get_needs
from cairn.notices import services as notices
from cairn.records import services as records
from cairn.records.desk import get_due, get_question
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_draft, make_organisation, make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def project(author):
    return make_draft(Project, author=author, title="The house")


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def tell(project, *, at=NOON, by=None, **given):
    answers = {"moved": "", "stuck": "", "needs": "", "shows_need": False} | given
    return services.make_update(project=project, by=by or project.author, at=at, **answers)


def give_coach(project, *, agreed_at=NOON):
    coach = UserFactory()
    services.ask_coach(project=project, email=coach.email.upper(), by=project.author, at=NOON)
    if agreed_at:
        services.agree_to_coach(coach=project.coaching, by=coach, at=agreed_at)
    project.refresh_from_db()
    return coach


def test_one_line_is_enough_and_stands_on_the_page(author, project):
    client = log_in(author)
    assert "No updates yet" in client.get(f"/projects/{project.slug}/updates/").content.decode()
    assert client.post(f"/projects/{project.slug}/updates/", {"stuck": "The lease"}).status_code == 302
    update = ProjectUpdate.objects.get()
    assert (update.moved, update.stuck, update.needs, update.shows_need, update.by) == (
        "",
        "The lease",
        "",
        False,
        author,
    )
    assert "The lease" in client.get(f"/projects/{project.slug}/updates/").content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "One of the three is enough"),
        ({"moved": "We began", "shows_need": "on"}, "Enter what you need, or untick the box"),
        ({"needs": "x" * 301}, "at most 300 characters"),
        ({"stuck": "A boy in the house is being hit"}, "sounds like a concern about someone’s safety"),
    ],
)
def test_bad_input_gets_a_sentence(author, project, given, sentence):
    assert sentence in log_in(author).post(f"/projects/{project.slug}/updates/", given).content.decode()
    assert not ProjectUpdate.objects.exists()


def test_only_team_and_coach_read_updates(author, project):
    """Also where the project itself is public."""
    public = make_record(Project, author=author, title="Public house")
    for one in (project, public):
        tell(one, moved="Planted-moved", stuck="Planted-stuck", needs="Planted-need")
    mate, guest, colleague, stranger = (UserFactory() for _ in range(4))
    join(mate, project.organisation, team=project.team)
    join(guest, project.organisation, role="reader", team=project.team)
    join(colleague, project.organisation)
    coach = give_coach(public)
    for user in (colleague, stranger):
        for one in (project, public):
            assert log_in(user).get(f"/projects/{one.slug}/updates/").status_code == 404
        for path in (public.get_absolute_url(), "/help-wanted/", "/desk/", "/search/?q=Planted-stuck", "/projects/"):
            assert "Planted-moved" not in log_in(user).get(path).content.decode()
    for user in (mate, guest):
        assert "Planted-stuck" in log_in(user).get(f"/projects/{project.slug}/updates/").content.decode()
    assert log_in(guest).post(f"/projects/{project.slug}/updates/", {"moved": "It"}).status_code == 404
    page = log_in(coach).get(f"/projects/{public.slug}/updates/").content.decode()
    assert "Planted-stuck" in page
    assert "Add an update in two minutes" not in page
    assert log_in(coach).post(f"/projects/{public.slug}/updates/", {"moved": "It"}).status_code == 404


def test_coach_is_asked_says_yes_and_hears_without_words(author, project):
    coach = UserFactory()
    client = log_in(author)
    client.post(f"/projects/{project.slug}/coach/", {"email": coach.email})
    tell(project, stuck="Planted-stuck")
    assert log_in(coach).get(f"/projects/{project.slug}/updates/").status_code == 404
    assert [item.action for item in get_due(coach)] == [
        "You have been invited to coach this project. Accept or decline"
    ]
    assert log_in(UserFactory()).post(f"/projects/{project.slug}/coach/answer/", {"yes": "yes"}).status_code == 404
    assert log_in(author).post(f"/projects/{project.slug}/coach/answer/", {"yes": "yes"}).status_code == 404
    assert log_in(coach).post(f"/projects/{project.slug}/coach/answer/", {"yes": "yes"}).status_code == 302
    tell(project, stuck="Planted-again")
    for frequency in ("immediate", "daily"):
        notices.send_waiting(frequency=frequency, at=now())
    told = [f"{one.subject} {one.body}" for one in mail.outbox if one.to == [coach.email]]
    assert len(told) == 1  # that they are asked is no news any more
    assert "The team says it is stuck" in told[0]
    assert "Planted" not in "".join(told)
    assert log_in(coach).get(project.get_absolute_url()).status_code == 404  # a coach sees updates, not the draft


def test_unknown_address_is_answered_as_a_known_one(author, project):
    answers = []
    for email in ("nobody@example.org", UserFactory().email):
        page = log_in(author).post(f"/projects/{project.slug}/coach/", {"email": email}, follow=True)
        answers.append(page.content.decode().replace(email, ""))
    assert ProjectCoach.objects.count() == 1
    assert answers[0].count("no answer yet") == answers[1].count("no answer yet") == 1
    assert (
        "Enter an e-mail address"
        in log_in(author).post(f"/projects/{project.slug}/coach/", {"email": "at work"}).content.decode()
    )


def test_desk_of_the_coach_shows_what_is_stuck_and_what_is_silent(author, project):
    coach = give_coach(project, agreed_at=now())
    assert get_due(coach) == []
    tell(project, stuck="The lease", at=now())
    assert [item.action for item in get_due(coach)] == ["You coach this project. The team says it is stuck"]
    tell(project, moved="The lease is signed", at=now())
    assert get_due(coach) == []
    ProjectUpdate.objects.update(made_at=now() - QUARTER + timedelta(hours=1))
    assert get_due(coach) == []
    assert get_question(author) is None
    ProjectUpdate.objects.update(made_at=now() - QUARTER)
    assert [item.action for item in get_due(coach)] == ["You coach this project. It has had no update for three months"]
    assert get_question(author).words == "Add an update: what has moved, and where are you stuck?"
    records.withdraw_record(record=project, by=author, at=NOON)
    assert get_due(coach) == []


def test_coach_or_team_can_end_it(author, project):
    coach = give_coach(project)
    assert log_in(UserFactory()).post(f"/projects/{project.slug}/coach/answer/").status_code == 404
    assert log_in(coach).post(f"/projects/{project.slug}/coach/answer/").status_code == 302
    assert not ProjectCoach.objects.exists()
    assert log_in(coach).get(f"/projects/{project.slug}/updates/").status_code == 404
    give_coach(project)
    log_in(author).post(f"/projects/{project.slug}/coach/answer/")
    assert not ProjectCoach.objects.exists()


def test_partner_sees_a_need_that_is_shown_and_offers_help(author):
    project = make_record(Project, author=author, title="The house")
    partner = UserFactory()
    join(partner, make_organisation("Brindlebridge Council"))
    tell(project, needs="Planted-hidden")
    tell(project, moved="Planted-moved", needs="Half a day with a lawyer", shows_need=True)
    hidden = make_draft(Project, title="Planted-private")
    tell(hidden, needs="Planted-private-need", shows_need=True)
    client = log_in(partner)
    for path in ("/help-wanted/", "/desk/", project.get_absolute_url()):
        page = client.get(path).content.decode()
        assert "Half a day with a lawyer" in page
        assert "Planted" not in page
    assert Client().get("/help-wanted/").status_code == 302
    assert "Half a day" not in Client().get(project.get_absolute_url()).content.decode()
    number = ProjectUpdate.objects.get(shows_need=True, project=project).pk
    assert "Enter a few words" in client.post(f"/help-wanted/{number}/", {"words": ""}).content.decode()
    assert client.post(f"/help-wanted/{number}/", {"words": "Our lawyer has an hour"}).status_code == 302
    notices.send_waiting(frequency="immediate", at=now())
    told = [one for one in mail.outbox if one.to == [author.email] and "has offered to help" in one.body]
    assert len(told) == 1
    assert "Our lawyer" not in told[0].body
    page = log_in(author).get(f"/projects/{project.slug}/updates/").content.decode()
    assert "Our lawyer has an hour" in page
    assert partner.email in page
    coach = give_coach(project)
    assert "Our lawyer" not in log_in(coach).get(f"/projects/{project.slug}/updates/").content.decode()


def test_own_need_takes_no_offer_and_a_hidden_one_is_not_there(author):
    project = make_record(Project, author=author)
    update = tell(project, needs="A lawyer", shows_need=True)
    own = log_in(author).post(f"/help-wanted/{update.pk}/", {"words": "I could"}).content.decode()
    assert "This is your own project" in own
    assert log_in(author).post(f"/projects/{project.slug}/updates/{update.pk}/hide/").status_code == 302
    assert log_in(UserFactory()).get(f"/help-wanted/{update.pk}/").status_code == 404
    assert "No project that you can see is asking for help now" in log_in(author).get("/help-wanted/").content.decode()
    assert not HelpOffer.objects.exists()


def test_a_later_update_replaces_the_need_that_is_shown(author):
    project = make_record(Project, author=author)
    tell(project, needs="A lawyer", shows_need=True)
    tell(project, moved="We found one")
    assert not ProjectUpdate.objects.filter(shows_need=True).exists()


def test_merging_withdrawing_and_erasing(author, project):
    other = make_draft(Project, author=author, title="The same house")
    tell(other, moved="We began", needs="Said to a few", shows_need=True)
    coach = give_coach(other)
    records.merge_records(kept=project, other=other, by=author, at=NOON)
    assert ProjectUpdate.objects.get().project == project
    assert not get_needs(UserFactory()).exists()
    assert ProjectCoach.objects.get().project == project
    erase_account(user=coach, at=NOON)
    assert not ProjectCoach.objects.exists()
    records.withdraw_record(record=project, by=author, at=NOON)
    assert not ProjectUpdate.objects.exists()
