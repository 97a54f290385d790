"""A browser: Debian's Chromium, driven by Playwright."""

import os

import pytest

from tests.needs import CHROMIUM, NO_CHROMIUM, skip_or_fail

# Playwright keeps an event loop in this thread; the tests use the database from it all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

FLAGS = [
    "--no-sandbox",  # Chromium refuses to start as root with it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not CHROMIUM:
        skip_or_fail(NO_CHROMIUM)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def urls_that_fail(settings):
    """The addresses of tests/e2e/urls.py: pages that fail on purpose."""
    settings.ROOT_URLCONF = "tests.e2e.urls"


# --- What the pages are about ------------------------------------------------------------------


@pytest.fixture
def official_figures(db):
    """The real councils, with a few figures and every kind of mark; no figure here was ever published."""
    from cairn.indicators.enums import Status
    from cairn.places.models import Place
    from cairn.places.services import load_places
    from tests.factories.indicators import ReleaseFactory, publish

    load_places()
    leeds = Place.objects.get(slug="leeds")
    release = ReleaseFactory()
    publish(release, "ons.population_0_17", 2023, {leeds: 170_000})
    publish(release, "ees.cla.on_31_march.children_count", 2022, {leeds: Status.SUPPRESSED})
    publish(release, "ees.cla.on_31_march.children_count", 2023, {leeds: Status.NOT_APPLICABLE})
    publish(release, "ees.cla.on_31_march.children_count", 2024, {leeds: 1500})


@pytest.fixture
def saved_search(db, user):
    from cairn.search.services import save_search
    from tests.factories.records import NOON

    return save_search(by=user, name="Edge of care", address="q=edge+of+care", at=NOON)


@pytest.fixture
def starter_library(db):
    """What has been tried, as the reviewed files have it."""
    from tests.factories.library import load_library

    load_library()


@pytest.fixture
def nation(db):
    """The fictional nation with the figures of two measures."""
    from tests.evaluation.simulated import load_nation

    load_nation("cla_rate", "cpp_rate")


@pytest.fixture
def ashmere(nation):
    """One council of the fictional nation."""
    from cairn.places.models import Place

    return Place.objects.get(code="F002")


@pytest.fixture
def draft(ashmere, user):
    """A plan that is not locked yet."""
    from tests.factories.evaluation import PlanFactory

    return PlanFactory(author=user, place=ashmere)


@pytest.fixture
def waiting_plan(ashmere, user):
    """A locked plan without a result."""
    from tests.factories.evaluation import make_locked_plan

    return make_locked_plan(user, place=ashmere)


@pytest.fixture
def outlook(ashmere, user):
    """The address of what the figures could show for a project of the reader's, worked out."""
    from datetime import date

    from django.urls import reverse

    from cairn.evaluation.models import Outlook
    from cairn.evaluation.services import request_outlook
    from cairn.evaluation.tasks import look_ahead
    from cairn.library.models import Project
    from tests.factories.evaluation import NOON
    from tests.factories.records import make_draft

    project = make_draft(Project, title="Night line", author=user)
    project.places.set([ashmere])
    project.save()
    request_outlook(place=ashmere, start=date(2026, 4, 1), together=1, at=NOON)
    look_ahead.call(Outlook.objects.get().pk)
    return f"{reverse('evaluation:outlook', args=[project.slug])}?place={ashmere.code}&start=2026-04"


@pytest.fixture
def example(ashmere):
    """A locked example with the result that the engine gives, and its charts."""
    from cairn.evaluation.tasks import work_out
    from tests.factories.evaluation import make_example

    plan = make_example(place=ashmere)
    work_out.call(plan.evaluations.get().pk)
    return plan


@pytest.fixture
def refused_plan(ashmere, user):
    """A locked plan whose result is that the figures cannot say."""
    from tests.factories.evaluation import make_document, make_locked_plan, make_result

    plan = make_locked_plan(user, place=ashmere)
    document = make_document(
        "not_enough_evidence", ("no_year_after",), specification=plan.specification(), estimate=None
    )
    make_result(plan, document)
    return plan


# --- Models over all their councils -------------------------------------------------------------------


@pytest.fixture
def published_model():
    from tests.factories.pooled import publish_fictional_model

    return publish_fictional_model()


@pytest.fixture
def evaluated_model(user):
    """Of five fictional councils, of which one has the person who looks among its people and one has replied."""
    from datetime import timedelta

    from django.utils.timezone import localdate, now

    from cairn.evaluation.models import RightOfReply
    from tests.factories.places import FictionalCouncilFactory
    from tests.factories.pooled import make_evaluated_model, make_member
    from tests.factories.records import join, make_organisation

    places = [
        FictionalCouncilFactory(name=name) for name in ("Ashmere", "Brackholt", "Cold Fen", "Dun Harrow", "Elmby")
    ]
    join(user, make_organisation("Ashmere Council", place=places[0]))
    make_member(place=places[1])
    model = make_evaluated_model(*places)
    RightOfReply.objects.filter(place=places[1]).update(
        ends_on=localdate() - timedelta(days=1), reply="We closed a team in that year.", replied_at=now()
    )
    return model


@pytest.fixture
def right_of_reply(evaluated_model):
    from cairn.evaluation.models import RightOfReply

    return RightOfReply.objects.get(place__name="Ashmere")


# --- Rooms -----------------------------------------------------------------------------------------


@pytest.fixture
def open_room(user):
    """A room of the person who looks, with answers of every kind in every state."""
    from tests.factories.rooms import make_room, make_said

    return make_said(make_room(user))


@pytest.fixture
def group_meeting(user, settings, tmp_path):
    """An open meeting of a group of which the person who looks is worker, coordinator and member."""
    from tests.factories.together import make_busy_meeting

    settings.BALLOT_KEYS = tmp_path / "ballot-keys"
    return make_busy_meeting(user)


@pytest.fixture
def form_room(user):
    """A room of the person who looks, in which one person's answers stay together."""
    from cairn.rooms.purposes import FORM
    from tests.factories.rooms import fill_in, make_room

    room = make_room(user, purpose=FORM)
    fill_in(room, "A key worker", 2, 4)
    return room


@pytest.fixture
def closed_room(open_room, user):
    from django.utils.timezone import now

    from cairn.rooms.services import close_room

    close_room(room=open_room, by=user, at=now())
    return open_room


# --- Reflections -----------------------------------------------------------------------------------


@pytest.fixture
def shown_reflection(user):
    """About a project, with a closed round in which agencies can be shown apart, words and an action."""
    from datetime import timedelta

    from django.utils.timezone import localdate, now

    from cairn.conditions.services import start_statement_action
    from cairn.library.models import Project
    from cairn.records.models import Record
    from tests.factories.records import make_draft
    from tests.factories.reflections import make_known_to_differ, make_profile

    project = Record.objects.get(pk=make_draft(Project, author=user, title="A key worker for each teenager").pk)
    profile = make_profile(user, about=project)
    make_known_to_differ(profile)
    start_statement_action(
        profile=profile,
        statement="aim",
        what="Write down for whom we do this",
        why="",
        first_step="Ask three families",
        due_date=localdate() + timedelta(days=30),
        owner=user,
        team=profile.team,
        by=user,
        at=now(),
    )
    return profile


@pytest.fixture
def compared_reflection(shown_reflection):
    """With a second round, soon after the first, and so told in words."""
    from datetime import timedelta

    from tests.factories.records import NOON
    from tests.factories.reflections import BOTH, COUNCIL, make_closed

    make_closed(shown_reflection, {COUNCIL: 5}, BOTH, at=NOON + timedelta(days=30))
    return shown_reflection


@pytest.fixture
def asked_reflection(user):
    """With a round that is open."""
    from django.utils.timezone import now

    from tests.factories.reflections import COUNCIL, HELPS, make_profile, open_round, reply

    profile = make_profile(user)
    reply(open_round(profile, at=now()), COUNCIL, HELPS)
    return profile


@pytest.fixture
def private_link(asked_reflection, user):
    """The key of somebody who was asked by mail."""
    from django.utils.timezone import now

    from cairn.conditions.services import invite

    opened = asked_reflection.rounds.get()
    invite(round=opened, emails=["someone@example.org"], by=user, at=now())
    return opened.respondents.get(email="someone@example.org").key


@pytest.fixture
def reflection_room(asked_reflection, user):
    from django.utils.timezone import now

    from cairn.conditions.services import open_room

    return open_room(round=asked_reflection.rounds.get(), hours=1, has_shared_devices=False, by=user, at=now())


@pytest.fixture
def planned_event(user):
    """Of the person who looks, open for booking, with break-outs and somebody in each list."""
    from datetime import time, timedelta

    from django.utils.timezone import now

    from cairn.events.models import LearningEvent
    from tests.events.bookings import book
    from tests.factories.events import add, arrange
    from tests.factories.records import make_record

    event = make_record(LearningEvent, author=user, title="What we learnt this year", sharing="public")
    add(event, "sessions", title="Welcome", starts=time(10), ends=time(10, 30), topic="value")
    for title in ("The hub", "Peer work"):
        add(event, "sessions", title=title, kind="breakout", starts=time(11), ends=time(12), places=1)
    add(event, "speakers", session=1, name="Ada Smith", role="Lead", organisation_name="Otterdale Council")
    event.get_draft().latest_revision.publish()
    words = {"address": "The Hub, Otterdale", "access_words": "Step-free.", "joining": "Third floor."}
    starts_at = now() + timedelta(days=60)
    arrange(event, attendance="both", places=4, young_places=2, online_places=5, starts_at=starts_at, **words)
    hub = event.sessions.get(title="The hub")
    book(event, "ben", at=now(), sessions=(hub.key,), needs_words="A seat near the door", needs_counts={"vegan": 1})
    book(event, "wes", at=now(), audience="young", places=2, needs_counts={"step_free": 1})
    book(event, "cy", at=now())
    book(event, "dee", at=now())
    return event


@pytest.fixture
def full_event(planned_event):
    planned_event.arrangements.attendance = "room"
    planned_event.arrangements.save()
    return planned_event


@pytest.fixture
def offered_booking(planned_event):
    from django.utils.timezone import now

    from cairn.events.services import cancel_booking

    cancel_booking(booking=planned_event.bookings.get(name="Ben"), at=now())
    return planned_event.bookings.get(name="Dee")


# --- People and records --------------------------------------------------------------------------


@pytest.fixture
def challenge(db, user):
    """A published challenge of the person who looks, who coordinates the organisation."""
    from tests.factories.records import join, make_organisation, make_record, make_team

    team = make_team()
    record = make_record(author=user, team=team, sharing="organisation", viewpoints=["families"], measures=["cla_rate"])
    join(user, make_organisation(), role="coordinator", team=team)
    return record


@pytest.fixture
def need(challenge, user):
    """A need that the challenge comes from."""
    from cairn.records import services
    from cairn.voice.models import Need
    from tests.factories.records import NOON, make_draft

    need = make_draft(Need, author=user, team=challenge.team, title="Someone to call at night")
    services.link(source=challenge, target=need, relation="comes_from", reason="They said so", by=user, at=NOON)
    return need


@pytest.fixture
def paper(challenge, ashmere, user):
    """A drafted paper about the challenge, with figures of a fictional council and what doing nothing may cost."""
    from tests.factories.papers import ASSUMPTIONS, make_paper

    return make_paper(user, about=challenge, place=ashmere, assumptions=ASSUMPTIONS)


@pytest.fixture
def reviewed(challenge):
    """A draft that a colleague wants to have reviewed."""
    from cairn.records import services
    from tests.factories.accounts import UserFactory
    from tests.factories.records import NOON, make_draft

    record = make_draft(author=UserFactory(), team=challenge.team)
    services.ask_for_review(record=record, by=record.author, at=NOON)
    return record


@pytest.fixture
def duplicate(challenge, user):
    """The challenge, written down twice."""
    from tests.factories.records import make_draft

    return make_draft(author=user, team=challenge.team, title="Teenagers come into care", summary="")


@pytest.fixture
def report(challenge):
    """Somebody says that the challenge is wrong."""
    from django.contrib.auth.models import AnonymousUser

    from cairn.records import services
    from tests.factories.records import NOON

    return services.make_report(text="That is not so.", by=AnonymousUser(), at=NOON, record=challenge)


@pytest.fixture
def board_to_decide(transactional_db, user):
    """A draft of a board that names this user as its decider."""
    from tests.factories.accounts import give_site_role
    from tests.factories.boards import example, make_cited, make_draft_board, make_editor, submit_board

    blocks = [("insight", make_cited()), example(make_cited("project", title="A project")), ("paragraph", "A word.")]
    board = make_draft_board(*blocks, decider=give_site_role(user, "editor"))
    submit_board(board=board, by=make_editor())
    return board


@pytest.fixture
def hosted_event(transactional_db, user):
    """An event that this user hosts and that is over, with a draft of its report and everything that follows it."""
    from tests.factories.captured import make_everything

    return make_everything(user)


@pytest.fixture
def report_to_decide(hosted_event, user):
    """Its report names this user as its decider."""
    from tests.factories.accounts import give_site_role
    from tests.factories.boards import make_editor
    from tests.factories.captured import submit_report

    submit_report(hosted_event, decider=give_site_role(user, "editor"), by=make_editor())
    return hosted_event


@pytest.fixture
def own_board(board_to_decide, user):
    """The same, published by them."""
    from cairn.boards.services import decide_board
    from tests.factories.records import NOON

    decide_board(board=board_to_decide, by=user, at=NOON, approved=True)
    return board_to_decide


@pytest.fixture
def contribution(challenge, user):
    """An answer that waits for whoever looks, the lead of their organisation."""
    from tests.factories.voice import make_contribution, make_post, make_session

    make_post(user=user, organisation=challenge.organisation)
    session = make_session(user, team=challenge.team)
    make_contribution(session)
    return make_contribution(session, state="waiting")


@pytest.fixture
def story(challenge, user):
    """A published story whose worker looks, with words that wait to be read."""
    from tests.factories.voice import make_story, write_story

    story = make_story(user, team=challenge.team)
    write_story(story, words="When I moved in, nobody locked the kitchen.")
    return story


@pytest.fixture
def concern(challenge, user):
    """Whoever looks is the safeguarding lead, and somebody has written to them."""
    from tests.factories.voice import make_concern, make_post

    make_post(user=user, organisation=challenge.organisation)
    return make_concern(challenge.organisation, sender=user)


@pytest.fixture
def answered_suggestion(db):
    """With somebody who hears the answer, and another that waits."""
    from tests.factories.suggestions import answer, make_suggestion

    make_suggestion(title="How to keep volunteers", is_released=True)
    return answer(make_suggestion(email="ada@example.org", is_released=True))


@pytest.fixture
def journey_place(challenge):
    """A stage of the organisation that whoever looks coordinates."""
    from tests.factories.suggestions import make_journey_place

    return make_journey_place(challenge.organisation)


@pytest.fixture
def as_host(user):
    """Whoever looks runs the site."""
    from tests.factories.accounts import give_site_role

    return give_site_role(user, "host")


@pytest.fixture
def as_editor(user):
    """Whoever looks edits the pages of the site."""
    from tests.factories.accounts import give_site_role

    return give_site_role(user, "editor")


@pytest.fixture
def as_moderator(user):
    """Whoever looks reviews what others propose."""
    from tests.factories.accounts import give_site_role

    return give_site_role(user, "moderator")


@pytest.fixture
def peer_ask(user):
    """An ask of an organisation that whoever looks coordinates."""
    from tests.factories.peers import make_ask, make_offer
    from tests.factories.records import join, make_organisation

    organisation = make_organisation()
    join(user, organisation, role="coordinator")
    make_offer(organisation, "leaving_care", contact=user)
    return make_ask(organisation, "edge_of_care", context="Evenings are hardest.", contact=user)


@pytest.fixture
def match_run(peer_ask, user):
    """A matching that whoever looks coordinates, with one pair, and one organisation that stayed without."""
    from cairn.peers.models import MatchRun
    from tests.factories.accounts import give_site_role
    from tests.factories.peers import make_ask, make_offer, make_run
    from tests.factories.records import make_organisation

    give_site_role(user, "matching")
    other, without = make_organisation("Ashmere Council"), make_organisation("Brackwater Council")
    make_ask(other, "leaving_care", shown_to="matched")
    make_offer(other, "edge_of_care", shown_to="matched", context="A flat where young people practise.")
    make_ask(without, "missing")
    make_offer(without, "workforce")
    make_run(user)
    run = make_run(user)
    MatchRun.objects.exclude(pk=run.pk).update(state="shared", decided_at=run.made_at)
    return run


@pytest.fixture
def invitation(challenge, user):
    from cairn.places import services
    from tests.factories.records import NOON, make_organisation

    return services.invite(organisation=make_organisation(), email="new@example.org", role="member", by=user, at=NOON)


@pytest.fixture
def circle(challenge, user):
    from tests.factories.records import make_circle

    circle = make_circle(user)
    circle.memberships.update(leads=True)
    return circle


@pytest.fixture
def circle_invitation(challenge, user):
    from datetime import timedelta

    from django.utils.timezone import now

    from cairn.places.models import CircleInvitation
    from tests.factories.accounts import UserFactory
    from tests.factories.records import make_circle

    circle = make_circle(UserFactory())
    return CircleInvitation.objects.create(
        circle=circle, email=user.email, invited_at=now(), expires_at=now() + timedelta(days=30)
    )


@pytest.fixture
def mail_in_outbox(db, settings):
    """A mail of the demonstration."""
    from cairn.notices.models import OutboxMail

    settings.DEMONSTRATION = True
    return OutboxMail.objects.create(
        to="ada@example.org", subject="Something has changed", text="Look.", html="<p>Look.</p>"
    )


@pytest.fixture
def short_list(starter_library, user):
    """Somebody keeps two models and a project."""
    from cairn.library.services import add_to_short_list
    from cairn.records.models import Record
    from tests.factories.records import NOON

    for slug in ("no-wrong-door", "family-valued", "leeds-family-valued"):
        add_to_short_list(record=Record.objects.get(slug=slug), by=user, at=NOON)


@pytest.fixture
def site_editor(db, user):
    """The person who is logged in edits the site."""
    from tests.factories.accounts import give_site_role

    return give_site_role(user, "editor")


@pytest.fixture
def old_facts(site_editor):
    """A dead link, a result and an event that nobody looked at for years."""
    from cairn.library.models import Programme, Source
    from cairn.records.models import Record
    from tests.factories.library import make_claim, make_milestone
    from tests.factories.records import NOON, approve, make_record, share_with_all

    programme = make_record(Programme, title="A programme")
    claim = make_claim(programme, author=programme.author)
    approve(claim)
    share_with_all(claim)
    make_milestone(programme)
    Source.objects.update(address="https://example.org/gone", state="dead", checked_at=NOON)
    Record.objects.update(first_published_at=NOON.replace(year=2020))


@pytest.fixture
def own_check(db, user):
    """A self-check with one answer whose recommendation changed since, and one that is open."""
    from cairn.library.models import Recommendation
    from tests.factories.guidance import make_check, make_guidance
    from tests.factories.records import make_team

    document = make_guidance("Offer a navigator", "Pay an allowance")
    check = make_check(document, user, make_team(None, "Edge of care", user), ("partly", "In two of four areas"))
    Recommendation.objects.filter(title="Offer a navigator").update(addressed_to="Councils")
    return check


@pytest.fixture
def designed_project(db, user):
    """Went past the design stage with a reason only; young people took part once, and once not."""
    from cairn.decisions.services import add_stage, publish_reason
    from cairn.library.models import Project, ProjectMove
    from cairn.records.models import Record
    from tests.factories.records import NOON, make_draft

    project = make_draft(Project, author=user, title="A hub of our own")
    record = Record.objects.get(pk=project.pk)
    given = {"record": record, "held_on": "2026-03", "by": user, "at": NOON}
    add_stage(stage="mobilising", what="The bid", young_people=0, **given)
    add_stage(stage="designing", what="The rooms", young_people=8, took=["voice"], changed="Softer light.", **given)
    publish_reason(project=record, words="A court ordered it.", by=user, at=NOON)
    ProjectMove.objects.create(project=project, position=0, move="developing", moved_on="2026-05")
    return project


@pytest.fixture
def counted_homes(db, user):
    """A project with two periods of homes, and a story of change to name in decisions."""
    from cairn.decisions.models import HomesCount
    from cairn.library.models import Project
    from tests.factories.records import make_record

    project = make_record(Project, title="Homes with young people", author=user)
    for number, (first, last) in enumerate((("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")), 1):
        HomesCount.objects.create(
            about_id=project.pk, first=first, last=last, offered=14, moved_in=12, ended=0, still_home=12 * number
        )
    return project


@pytest.fixture
def bare_decision(db, user):
    """Nobody was asked, and nothing was looked up."""
    from tests.factories.decisions import make_decision

    return make_decision(author=user)


@pytest.fixture
def own_decision(db, user):
    """A recruitment with everything that one can hold, and an answer that may be linked."""
    from cairn.decisions.services import link_answers
    from tests.factories.decisions import add, make_complete
    from tests.factories.records import NOON, make_team
    from tests.factories.voice import make_contribution, make_session

    session = make_session(user, team=make_team(None, "Edge of care", user))
    given = {
        "role": "Participation worker",
        "we_did": "They start in May.",
        "not_done": "No car.",
        "reason": "It fits.",
    }
    record = make_complete(author=user, team=session.team, question="Who supports the forum?", **given)
    add(record, "options", title="Appoint someone", why="The forum asked for it", is_chosen=True)
    add(record, "told", who="young_people", group="The forum", how="A visit", told_on="2026-11")
    answer = make_contribution(session, purposes=("inside", "published"))
    link_answers(decision=record, numbers=[answer.pk], is_quoted=True, by=user, at=NOON)
    return record


@pytest.fixture
def empty_groundwork(db, user):
    """Nothing is settled yet."""
    from tests.factories.conditions import make_groundwork

    return make_groundwork(author=user)


@pytest.fixture
def settled_groundwork(db, user):
    """Everything is settled, the plan was changed, and it has another leader."""
    from cairn.conditions.services import change_leader, change_plan
    from tests.factories.conditions import make_settled
    from tests.factories.records import NOON

    record = make_settled(author=user)
    given = {"record": record, "on": NOON.date(), "by": user, "at": NOON}
    change_plan(item="planned_start", value="2027-09", reason="The premises are not ready.", **given)
    change_leader(was="Head of service", now="Assistant director", reason="Retired", **given)
    return record


@pytest.fixture
def ten_ended(db):
    """As many projects that have ended as it takes to count."""
    from cairn.conditions.enums import Part
    from cairn.conditions.models import Groundwork
    from tests.factories.conditions import make_ended
    from tests.factories.records import make_record

    for number in range(10):
        record = make_record(Groundwork, title=f"Before you start: project {number}")
        make_ended(record, "stopped" if number % 3 else "reached", open_parts=(Part.TIME,) if number % 2 else ())


@pytest.fixture
def own_model(db, user):
    """A model that somebody writes, with one part."""
    from cairn.library.forms.rows import get_row_kinds
    from cairn.library.models import PracticeModel
    from cairn.library.services import add_row
    from tests.factories.records import NOON, make_draft

    model = make_draft(PracticeModel, author=user, title="Our hub")
    kind = get_row_kinds(model.kind)[0]
    add_row(record=model, kind=kind, answers={"what": "A hub", "keep": "must_keep"}, by=user, at=NOON)
    return model


@pytest.fixture
def own_project(transactional_db, user):
    """A project that somebody writes, with a risk and an update."""
    from cairn.library.forms.rows import get_row_kinds
    from cairn.library.models import Project
    from cairn.library.services import add_row, make_update
    from tests.factories.records import NOON, make_draft

    project = make_draft(Project, author=user, title="Our house")
    kind = next(one for one in get_row_kinds(project.kind) if one.name == "risks")
    risk = {"what": "It costs more", "stop_rule": "We stop at a tenth more", "state": "watching"}
    add_row(record=project, kind=kind, answers=risk, by=user, at=NOON)
    told = {"moved": "We have a lease", "stuck": "The budget", "needs": "A lawyer", "shows_need": True}
    make_update(project=project, by=user, at=NOON, **told)
    return project


@pytest.fixture
def embedded_project(own_project, user):
    """With its first look taken, and the second overdue."""
    from datetime import date

    from cairn.adoption.services import save_review, start_embedding
    from tests.factories.records import NOON

    embedding = start_embedding(record=own_project, started_on=date(2026, 4, 1), by=user, at=NOON)
    answers = {"owner": {"state": "partly", "note": "A manager", "next_step": "A deputy"}}
    save_review(embedding=embedding, when="start", answers=answers, by=user, at=NOON)
    return own_project


@pytest.fixture
def counted_project(own_project):
    """With a measure that changed at the start, with a target, a gap that is meant, a note and a new normal range."""
    from datetime import date

    from cairn.adoption.models import OwnFigure
    from cairn.adoption.services import begin_phase
    from tests.factories.figures import BEFORE, SINCE, make_measure, set_start
    from tests.factories.records import NOON

    set_start(own_project, "2026-02")
    measure = make_measure(own_project, [*BEFORE, "The system was down", *SINCE], target=30)
    OwnFigure.objects.filter(period=date(2026, 2, 1)).update(note="A second worker began")
    reason = {"ground": "changed", "reason": "Evening visits began"}
    begin_phase(measure=measure, period=date(2026, 2, 1), by=own_project.author, at=NOON, **reason)
    make_measure(own_project, [(9, 12), (0, 0)], asks="outcome", form="percentage", title="Nights at home")
    return own_project


@pytest.fixture
def coached_project(own_project, user):
    """Of somebody else, who asks whoever looks to coach it."""
    from cairn.library.models import Project
    from cairn.library.services import ask_coach
    from tests.factories.records import NOON, make_record

    project = make_record(Project, title="Their house")
    ask_coach(project=project, email=user.email, by=project.author, at=NOON)
    return project


@pytest.fixture
def need_shown(coached_project):
    """What a project of others needs."""
    from cairn.library.services import make_update
    from tests.factories.records import NOON

    told = {"moved": "", "stuck": "", "needs": "Half a day with a lawyer", "shows_need": True}
    return make_update(project=coached_project, by=coached_project.author, at=NOON, **told)


@pytest.fixture
def own_use(own_model, user):
    """A council's use of it."""
    from cairn.adoption.models import Adoption
    from tests.factories.places import FictionalCouncilFactory
    from tests.factories.records import make_draft

    place = FictionalCouncilFactory()
    return make_draft(Adoption, author=user, practice_model=own_model, place=place, grade="C", title="Ashmere: our hub")


@pytest.fixture
def busy_use(own_use, own_model, user):
    """With parts, changes, ratings of two days and a comment."""
    from datetime import date

    from cairn.adoption import services
    from cairn.adoption.models import UseComment
    from tests.factories.records import NOON, make_organisation

    (part,) = own_model.components.all()
    services.save_parts(use=own_use, answers=[(part, "changed", "Smaller")], by=user, at=NOON)
    change = {"what": "A teacher joined", "made_on": "2026-03", "component": None, "part": "", "must_keep": False}
    services.add_change(use=own_use, answers={**change, "nature": "adding", "fits": "yes"}, by=user, at=NOON)
    for day, rating in ((date(2026, 1, 5), "partly"), (date(2026, 6, 5), "fully")):
        answers = [(part, rating, "A note")]
        services.save_check(use=own_use, checked_on=day, how="self", answers=answers, by=user, at=NOON)
    UseComment.objects.create(adoption=own_use, organisation=make_organisation(), text="Well done", by=user, at=NOON)
    return own_use


@pytest.fixture
def council_use(own_use, user):
    """Of the council for which somebody works, with a start that nobody has confirmed; nobody looks after its page."""
    from cairn.adoption.models import Adoption, AdoptionMove
    from cairn.records.models import Record
    from tests.factories.records import make_organisation

    AdoptionMove.objects.create(adoption=own_use, status="starting", moved_on="2025-04", moved_until="2025-09")
    organisation = make_organisation()
    type(organisation).objects.filter(pk=organisation.pk).update(place=own_use.place)
    Record.objects.filter(pk=own_use.practice_model_id).update(live=True, sharing="public")
    type(own_use.practice_model).objects.filter(pk=own_use.practice_model_id).update(originated_by=organisation)
    Record.objects.filter(pk=own_use.pk).update(live=True, sharing="public", author=None, team=None, organisation=None)
    return Adoption.objects.get(pk=own_use.pk)


@pytest.fixture
def use_proposal(council_use, user):
    """By somebody else, for whoever looks to review."""
    from cairn.adoption.models import UseProposal
    from tests.factories.accounts import UserFactory
    from tests.factories.records import NOON

    return UseProposal.objects.create(
        practice_model=council_use.practice_model,
        place=council_use.place,
        status="starting",
        moved_on="2025-04",
        source_title="A report, 2025",
        source_address="https://www.example.org/report",
        grade="C",
        note="Page 4",
        by=UserFactory(),
        at=NOON,
    )


@pytest.fixture
def own_action(db, user):
    """Something that somebody will do."""
    from datetime import date

    from cairn.actions.services import start_action
    from tests.factories.records import NOON, join, make_team

    team = make_team()
    join(user, team.organisation, team=team)
    return start_action(
        what="Ask North Yorkshire for a visit",
        why="To see a hub",
        first_step="Ring them",
        due_date=date(2027, 3, 31),
        owner=user,
        team=team,
        by=user,
        at=NOON,
    )


@pytest.fixture
def measured_action(own_action, official_figures):
    """One with the figure it should move: none was published in one year, and one since it began."""
    from cairn.indicators.models import ActionMeasure
    from cairn.places.models import Place
    from tests.factories.indicators import ReleaseFactory, publish
    from tests.factories.records import NOON

    leeds, release = Place.objects.get(slug="leeds"), ReleaseFactory()
    publish(release, "ons.population_0_17", 2025, {leeds: 170_000})
    publish(release, "ees.cla.on_31_march.children_count", 2026, {leeds: 1510})
    publish(release, "ons.population_0_17", 2026, {leeds: 170_000})
    publish(release, "ees.cla.on_31_march.children_count", 2027, {leeds: 1400})
    ActionMeasure.objects.create(
        action=own_action,
        measure="cla_rate",
        place=leeds,
        hoped="down",
        start_year=2026,
        start_value=90,
        chosen_at=NOON,
    )
    return own_action


@pytest.fixture
def action_invitation(own_action, user):
    """The key of an invitation to own it, which its mail carries."""
    from cairn.actions.services import Ownership, give_action
    from tests.factories.records import NOON

    give_action(action=own_action, to=Ownership(email="nurse@example.org"), by=user, at=NOON)
    return own_action.invitation.key


@pytest.fixture
def answer_token(own_action, user):
    """What a reminder carries to say that it is stuck."""
    from cairn.actions.presenters import make_answer_links

    return make_answer_links(own_action, user)[2][1].rstrip("/").rpartition("/")[2]


@pytest.fixture
def own_calendar(own_action, user):
    from cairn.actions.services import make_calendar_address
    from tests.factories.records import NOON

    return make_calendar_address(user=user, team=None, at=NOON)


@pytest.fixture
def no_token():
    return "no-token"


@pytest.fixture
def lesson(challenge, user):
    """A lesson of the person who looks, still a draft."""
    from cairn.lessons.models import Lesson
    from tests.factories.lessons import LESSON_ANSWERS
    from tests.factories.records import make_draft

    return make_draft(Lesson, author=user, team=challenge.team, **LESSON_ANSWERS)


@pytest.fixture
def question(challenge, user):
    """A question of the person who looks, to their organisation."""
    from cairn.lessons.models import OpenQuestion
    from tests.factories.records import make_record

    return make_record(
        OpenQuestion, author=user, team=challenge.team, sharing="organisation", title="How do you do it?"
    )


@pytest.fixture
def coming_event(db):
    """Open for booking, with break-outs at once, speakers, an online part and access."""
    from datetime import timedelta

    from django.utils.timezone import now

    from cairn.events.models import LearningEvent
    from tests.factories.events import add, arrange, make_event
    from tests.factories.records import approve, share_with_all

    event = make_event(title="A day to share", audience="Councils and partners", theme="Staying at home")
    words = {"starts": "11:00", "ends": "11:45", "kind": "breakout", "notes": "Bring one figure."}
    add(event, "sessions", title="Welcome", starts="10:00", ends="10:30")
    add(event, "sessions", title="Scaling what works", topic="scaling", **words)
    add(event, "sessions", title="When it did not work", topic="value", off_record=True, **words)
    add(event, "speakers", session=0, name="Ada Smith", role="Director", organisation_name="Otterdale Council")
    approve(event)
    share_with_all(event)
    starts_at = now() + timedelta(days=60)
    online = {"attendance": "both", "online_places": 30, "joining": "https://meet.example.org/1"}
    words = {"address": "1 High Street\nOtterdale", "access_words": "Step-free from Mill Lane."}
    arrange(event, starts_at=starts_at, young_places=4, **online, **words)
    return LearningEvent.objects.get(pk=event.pk)


@pytest.fixture
def key_of_a_place(coming_event):
    """Of somebody who is coming, sees the others and has something in common with one of them."""
    from django.utils.timezone import now

    from cairn.events.models import SessionChoice
    from tests.factories.events import make_booking

    session = coming_event.sessions.get(title="Scaling what works")
    for name in ("Ben Jones", "Ada Smith"):
        booking = make_booking(coming_event, name=name, may_show_name=True, wants_to_meet=True)
        SessionChoice.objects.create(booking=booking, session=session.key, state="confirmed", queued_at=now())
    return booking.key


@pytest.fixture
def partner_side(db, user):
    from tests.factories.partnerships import Side
    from tests.factories.records import join, make_organisation, make_team

    organisation = make_organisation("Ashmere Council")
    join(user, organisation, role="coordinator", team=make_team(organisation, "Leadership"))
    return Side(organisation, user)


@pytest.fixture
def own_partnership(partner_side):
    from datetime import timedelta

    from django.utils.timezone import localdate

    from tests.factories.partnerships import add_aim, add_exchange, add_visit, introduce, make_side

    other = make_side("Brookvale Council")
    pair = introduce(partner_side, other)
    add_aim(pair, other)
    add_visit(pair, other)
    add_exchange(pair, other, on=localdate() - timedelta(days=40))
    return pair


@pytest.fixture
def introduction(partner_side):
    from tests.factories.partnerships import ask, make_side

    return ask(make_side("Brookvale Council"), partner_side)
