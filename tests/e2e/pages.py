"""Every kind of page of the site. Whoever adds a page adds a line here; test_every_address_is_accounted_for sees to it.

The pages of a kind of record that has no line here, and those where a record is started, are made at the end.

A page is opened wide and narrow, and checked by axe; see visits.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cairn.decisions.services.together import close_meeting
from cairn.indicators.models import MeasureProposal, Release, Upload
from cairn.lessons.services import answer_question, ask_to_agree, save_anonymous_draft, send_anonymous_draft
from cairn.records.kinds import Kind, get_kind, get_kinds
from cairn.records.models import Tie
from cairn.records.sections import get_sections
from cairn.records.tables import read_sheet, receive_table
from cairn.voice.services import end_story, open_door
from tests.adoption.test_value import NUMBERS
from tests.factories.lessons import LESSON_ANSWERS
from tests.indicators.test_proposals import ANSWERS
from tests.permissions.planting import make_of_kind
from tests.permissions.routes import get_start_pages

STATED = urlencode(NUMBERS)  # what is stated on the page of cost and break-even
LEEDS = "family-valued-in-leeds"
BOARD = "scaling-and-spreading"


@dataclass(frozen=True)
class PageType:
    """One kind of page.

    `view` is the name of its address ("accounts:log-in"); several lines may share one, for its different states.
    `path` makes the address; it is given pytest's request and may ask for any fixture by name, for example
    ``lambda request: reverse("evaluation:plan", args=[request.getfixturevalue("locked_plan").slug])``.
    Fixtures it asks for must not be of a wider scope than "function" where they write to the database.
    """

    name: str
    view: str
    path: Callable[[pytest.FixtureRequest], str]
    needs_log_in: bool = False
    status: int = 200

    @property
    def shows_library(self) -> bool:
        """Whether the helper that makes its address is marked so; those pages share one library, see `of_library`."""
        return getattr(self.path, "shows_library", False)


def at(view: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view without arguments."""
    return lambda request: reverse(view)


def with_fixture(view: str, fixture: str, *args: str | int) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view after a fixture has put its figures in place."""

    def make_path(request: pytest.FixtureRequest) -> str:
        request.getfixturevalue(fixture)
        return reverse(view, args=args)

    return of_library(make_path) if fixture == "starter_library" else make_path


def of_library(path: Callable[[pytest.FixtureRequest], str]) -> Callable[[pytest.FixtureRequest], str]:
    """For an address that needs the starter library: opened in test_library_pages.py, where it is loaded once."""
    path.shows_library = True
    return path


def comparing(*models: str) -> Callable[[pytest.FixtureRequest], str]:
    """The page that compares models of the starter library."""
    path = with_fixture("library:compare-models", "starter_library")
    return of_library(lambda request: path(request) + "?" + "&".join(f"m={model}" for model in models))


@of_library
def comparing_ways(request: pytest.FixtureRequest) -> str:
    """The page that compares ways to scale of the starter library."""
    path = with_fixture("adoption:compare-scaling", "starter_library")(request)
    return f"{path}?w=scaling-family-drug-alcohol-court&w=scaling-tact-peterborough"


def searching(address: str) -> Callable[[pytest.FixtureRequest], str]:
    """The search page over the starter library."""
    path = with_fixture("search:search", "starter_library")
    return of_library(lambda request: f"{path(request)}?{address}")


@of_library
def by_insight(request: pytest.FixtureRequest) -> str:
    """The report from knowing to acting, insight by insight."""
    return with_fixture("content:chain", "starter_library")(request) + "?by=insight"


def of_model(view: str, fixture: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a model that a fixture makes."""
    return lambda request: reverse(view, args=[request.getfixturevalue(fixture).slug])


def reply_of_council(request: pytest.FixtureRequest) -> str:
    """For the person who is logged in, of the council that may reply."""
    return reverse("evaluation:reply", args=[request.getfixturevalue("right_of_reply").pk])


def of_plan(view: str, fixture: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of one plan."""
    return lambda request: reverse(view, args=[request.getfixturevalue(fixture).slug])


def failing(path: str) -> Callable[[pytest.FixtureRequest], str]:
    """An address of tests/e2e/urls.py."""

    def make_path(request: pytest.FixtureRequest) -> str:
        request.getfixturevalue("urls_that_fail")
        return path

    return make_path


def of_record(view: str, fixture: str, *rest: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of one record."""
    return lambda request: reverse(view, args=[request.getfixturevalue(fixture).slug, *rest])


def of_own_measure(view: str, *rest: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of a measure that a team keeps of its project."""

    def make(request: pytest.FixtureRequest) -> str:
        project = request.getfixturevalue("counted_project")
        return reverse(view, args=[project.slug, project.own_measures.filter(asks="practice").get().pk, *rest])

    return make


def with_value(view: str, fixture: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view whose argument is what the fixture gives."""
    return lambda request: reverse(view, args=[request.getfixturevalue(fixture)])


def of_event(view: str, what: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of something that hangs on the hosted event, by the key of its link."""
    return lambda request: reverse(view, args=[request.getfixturevalue("hosted_event").keys[what]])


def notes_for_board(request: pytest.FixtureRequest) -> str:
    """As an editor reads them, who is not the host."""
    request.getfixturevalue("hosted_event")
    request.getfixturevalue("as_editor")
    return reverse("events:board-notes", args=["scaling"])


def of_team(view: str) -> Callable[[pytest.FixtureRequest], str]:
    """A board of the team, or the organisation, of an action of the reader."""

    def make_path(request: pytest.FixtureRequest) -> str:
        action = request.getfixturevalue("own_action")
        team = [action.team.slug] if view.endswith("team") else []
        return reverse(view, args=[action.organisation.slug, *team])

    return make_path


def of_room(view: str, fixture: str = "open_room") -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of a room that whoever looks has opened."""
    return lambda request: reverse(view, args=[request.getfixturevalue(fixture).key])


def of_reflection(view: str, state: str = "", *rest: str | int) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of a reflection of whoever looks: with a result, with two, or while people are asked."""
    fixture = {"": "shown_reflection", "two_rounds": "compared_reflection", "asked": "asked_reflection"}[state]
    return lambda request: reverse(view, args=[request.getfixturevalue(fixture).slug, *rest])


def about_own_project(request: pytest.FixtureRequest) -> str:
    project = request.getfixturevalue("shown_reflection").about
    return f"{reverse('conditions:new-reflection')}?about={project.slug}"


def at_translation(request: pytest.FixtureRequest) -> str:
    return reverse("voice:translation", args=["ur"])


def at_link_of_nobody(request: pytest.FixtureRequest) -> str:
    return reverse("conditions:answer-by-link", args=["a" * 40])


def with_room(view: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view for somebody who has a room."""
    return lambda request: request.getfixturevalue("open_room") and reverse(view)


def of_group(view: str, position: int = 0, *, is_closed: bool = False) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of a group that decides together, with the number of one of its proposals."""

    def make_path(request: pytest.FixtureRequest) -> str:
        meeting = request.getfixturevalue("group_meeting")
        assembly = meeting.assembly
        if is_closed:
            close_meeting(meeting=meeting, by=meeting.worker, at=now())
        if view in ("together", "new-assembly"):
            return reverse(f"decisions:{view}")
        if view == "phone":
            return meeting.room.get_phone_url()
        if view == "minutes":
            return meeting.get_absolute_url()
        proposals = assembly.proposals.filter(position=position or -1).values_list("pk", flat=True)
        return reverse(f"decisions:{view}", args=[assembly.key, *proposals])

    return make_path


def of_planned(view: str, fixture: str = "planned_event") -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of an event that whoever looks is hosting."""
    return lambda request: reverse(view, args=[request.getfixturevalue(fixture).slug])


def of_booking(view: str, who: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of the booking of one of those who booked, by its private link."""

    def make_path(request: pytest.FixtureRequest) -> str:
        return reverse(view, args=[request.getfixturevalue("planned_event").bookings.get(name=who).key])

    return make_path


def with_check(view: str, name: str) -> Callable[[pytest.FixtureRequest], str]:
    """`of` names the document of a self-check, `again` the check itself."""

    def make_path(request: pytest.FixtureRequest) -> str:
        check = request.getfixturevalue("own_check")
        return f"{reverse(view)}?{name}={check.slug if name == 'again' else check.guidance.slug}"

    return make_path


def of_link(request: pytest.FixtureRequest) -> str:
    """A link of `challenge` to a record of the same people."""
    challenge, other = request.getfixturevalue("challenge"), request.getfixturevalue("duplicate")
    made = Tie.objects.create(source_id=other.pk, target_id=challenge.pk, relation="supports", made_at=now())
    return reverse("records:unlink", args=[challenge.slug, made.pk])


def of_user(request: pytest.FixtureRequest) -> str:
    """The page of a host about themselves."""
    for fixture in ("challenge", "as_host"):
        request.getfixturevalue(fixture)
    return reverse("places:user", args=[request.getfixturevalue("user").key])


def of_people(view: str, *rest: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of the organisation of `challenge`."""
    return lambda request: reverse(view, args=[request.getfixturevalue("challenge").organisation.slug, *rest])


def of_concern(view: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of a worry that was sent to whoever looks."""
    return lambda request: reverse(view, args=[request.getfixturevalue("concern").key])


def of_listening(view: str, *, with_answer: bool = False) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of a session with young people, or of an answer in it, whose worker looks."""

    def make_path(request: pytest.FixtureRequest) -> str:
        answer = request.getfixturevalue("contribution")
        return reverse(view, args=[answer.session.key, *([answer.pk] if with_answer else [])])

    return make_path


def of_story(view: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of a story whose worker looks."""
    return lambda request: reverse(view, args=[request.getfixturevalue("story").key])


def of_ended_story(request: pytest.FixtureRequest) -> str:
    story = request.getfixturevalue("story")
    end_story(story=story, by=story.worker, at=now())
    return story.get_absolute_url()


def of_open_door(asked: str = "") -> Callable[[pytest.FixtureRequest], str]:
    """The page on which somebody writes themselves."""

    def make_path(request: pytest.FixtureRequest) -> str:
        session = request.getfixturevalue("contribution").session
        open_door(session=session, hours=1, by=session.worker, at=now())
        return reverse("voice:write", args=[session.door]) + asked

    return make_path


def of_new_listening(request: pytest.FixtureRequest) -> str:
    request.getfixturevalue("challenge")  # whoever looks is in its team
    return reverse("voice:new-session")


def with_concern(view: str, *rest: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view about the way for worries, in the organisation of whoever looks, who is the lead."""

    def make_path(request: pytest.FixtureRequest) -> str:
        concern = request.getfixturevalue("concern")
        return reverse(view, args=[concern.organisation.slug, *rest] if rest != ("nothing",) else [])

    return make_path


def of_member(request: pytest.FixtureRequest) -> str:
    challenge = request.getfixturevalue("challenge")
    number = challenge.author.memberships.get().pk
    return reverse("places:member", args=[challenge.organisation.slug, number])


def of_duplicates(request: pytest.FixtureRequest) -> str:
    challenge, duplicate = request.getfixturevalue("challenge"), request.getfixturevalue("duplicate")
    return f"{reverse('records:merge', args=[challenge.slug])}?other={duplicate.slug}"


def of_report(request: pytest.FixtureRequest) -> str:
    return reverse("records:report", args=[request.getfixturevalue("report").pk])


def of_table(view: str, **state: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view while a table of needs waits for a yes, with something of everything in it.

    `state` is what became of it since.
    """

    def make_path(request: pytest.FixtureRequest) -> str:
        need, user = request.getfixturevalue("need"), request.getfixturevalue("user")
        rows = [
            ["Reference", "What is needed?", "In a few sentences", "Who needs it?"],
            ["", "A bed for one night", "There is none in the town.", "Young people"],
            ["", "Someone to call at night", "Nobody answers.", "Young people"],
            [need.slug, "Someone to call at any hour", "Nobody answers.", "Young people"],
            ["", "A door that opens", "see link", "n/a"],
        ]
        kind = get_kind("need")
        sheet = read_sheet(kind, list(enumerate(rows, start=1)))
        waiting = receive_table(kind=kind, team=need.team, sheet=sheet, by=user, at=now())
        type(waiting).objects.filter(pk=waiting.pk).update(**state)
        return reverse(view, args=[waiting.pk] if view == "records:import-preview" else [])

    return make_path


def of_release(request: pytest.FixtureRequest) -> str:
    request.getfixturevalue("official_figures")
    return reverse("indicators:release", args=[Release.objects.live().first().pk])


def of_proposal(request: pytest.FixtureRequest) -> str:
    request.getfixturevalue("official_figures")
    proposal = MeasureProposal.objects.create(by=request.getfixturevalue("user"), answers=ANSWERS, changed_at=now())
    return reverse("indicators:proposal", args=[proposal.pk])


def of_given_file(request: pytest.FixtureRequest) -> str:
    """A file that waits for a yes."""
    request.getfixturevalue("official_figures")
    request.getfixturevalue("as_host")
    release = Release.objects.live().latest("pk")
    Release.objects.filter(pk=release.pk).update(state=Release.State.WAITING)
    upload = Upload.objects.create(original_name="cla.csv", given_at=now(), state=Upload.State.READY, release=release)
    return reverse("indicators:given", args=[upload.pk])


def with_mail(view: str) -> Callable[[pytest.FixtureRequest], str]:
    return lambda request: reverse(view, args=[request.getfixturevalue("mail_in_outbox").pk])


def with_challenge(view: str, *fixtures: str) -> Callable[[pytest.FixtureRequest], str]:
    def make_path(request: pytest.FixtureRequest) -> str:
        for fixture in ("challenge", *fixtures):
            request.getfixturevalue(fixture)
        return reverse(view)

    return make_path


def about_challenge(request: pytest.FixtureRequest) -> str:
    return reverse("papers:new") + f"?about={request.getfixturevalue('paper').about.slug}"


def of_lesson(view: str) -> Callable[[pytest.FixtureRequest], str]:
    return lambda request: reverse(view, args=[request.getfixturevalue("lesson").slug])


def of_agreement(request: pytest.FixtureRequest) -> str:
    lesson, user = request.getfixturevalue("lesson"), request.getfixturevalue("user")
    asked = ask_to_agree(lesson=lesson, name="Our director", email="director@example.org", by=user, at=now())
    return reverse("lessons:agree", args=[asked.key])


def of_anonymous_draft(view: str) -> Callable[[pytest.FixtureRequest], str]:
    def make_path(request: pytest.FixtureRequest) -> str:
        told = {**LESSON_ANSWERS, "summary": "It opened in March 2024 with £340,000, and Jane Porter left."}
        draft = save_anonymous_draft(draft=None, answers=told, by=request.getfixturevalue("user"), at=now())
        return reverse(view, args=[draft.pk])

    return make_path


def of_anonymous_draft_to_clear(request: pytest.FixtureRequest) -> str:
    request.getfixturevalue("as_editor")
    other = request.getfixturevalue("other_user")
    draft = save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=other, at=now())
    send_anonymous_draft(draft=draft, by=other, at=now())
    return reverse("lessons:clear", args=[draft.pk])


def of_insight(view: str) -> Callable[[pytest.FixtureRequest], str]:
    def make_path(request: pytest.FixtureRequest) -> str:
        request.getfixturevalue("starter_library")
        return reverse(view, args=["insight-known-is-not-done"])

    return make_path


def of_gathering(request: pytest.FixtureRequest) -> str:
    request.getfixturevalue("starter_library")
    return reverse("lessons:gather") + "?lesson=lesson-time-for-a-new-model"


def of_question(request: pytest.FixtureRequest) -> str:
    question, user = request.getfixturevalue("question"), request.getfixturevalue("user")
    answer_question(question=question, text="We trained a deputy.", may_become_lesson=True, by=user, at=now())
    return question.get_absolute_url()


def of_suggestion(view: str, *fixtures: str) -> Callable[[pytest.FixtureRequest], str]:
    """A public suggestion that was answered."""

    def make_path(request: pytest.FixtureRequest) -> str:
        for fixture in fixtures:
            request.getfixturevalue(fixture)
        return reverse(view, args=[request.getfixturevalue("answered_suggestion").key])

    return make_path


def of_ask(view: str, *args: str | int) -> Callable[[pytest.FixtureRequest], str]:
    """The organisation of the ask, for its coordinator; 0 stands for the number of the ask."""

    def make_path(request: pytest.FixtureRequest) -> str:
        ask = request.getfixturevalue("peer_ask")
        return reverse(view, args=[ask.organisation.slug, *(ask.pk if one == 0 else one for one in args)])

    return make_path


def of_run(view: str) -> Callable[[pytest.FixtureRequest], str]:
    def make_path(request: pytest.FixtureRequest) -> str:
        run = request.getfixturevalue("match_run")
        return reverse(view, args=[run.pk if view == "peers:run" else run.matches.get().key])

    return make_path


def of_follower(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue("answered_suggestion").followers.get().get_absolute_url()


WRITTEN = [
    PageType("suggestions", "events:suggestions", with_fixture("events:suggestions", "answered_suggestion")),
    PageType("suggest", "events:suggest", at("events:suggest")),
    PageType("suggestion", "events:suggestion", of_suggestion("events:suggestion")),
    PageType("private page of a suggestion", "events:suggestion-follower", of_follower),
    PageType(
        "answer suggestions",
        "events:sort-suggestions",
        lambda request: (
            request.getfixturevalue("as_moderator")
            and of_suggestion("events:sort-suggestion")(request)
            and reverse("events:sort-suggestions") + "?state="
        ),
        needs_log_in=True,
    ),
    PageType(
        "answer a suggestion",
        "events:sort-suggestion",
        of_suggestion("events:sort-suggestion", "as_moderator"),
        needs_log_in=True,
    ),
    PageType(
        "plan from suggestions",
        "events:plan-from-suggestions",
        with_fixture("events:plan-from-suggestions", "as_moderator"),
        needs_log_in=True,
    ),
    PageType(
        "improvement journey",
        "places:journey",
        lambda request: (
            request.getfixturevalue("journey_place").organisation.slug
            and reverse("places:journey", args=[request.getfixturevalue("journey_place").organisation.slug])
        ),
        needs_log_in=True,
    ),
    PageType("peers", "peers:peers", with_fixture("peers:peers", "peer_ask"), needs_log_in=True),
    PageType(
        "asks and offers of an organisation", "peers:organisation", of_ask("peers:organisation"), needs_log_in=True
    ),
    PageType("add an ask", "peers:add", of_ask("peers:add", "asks"), needs_log_in=True),
    PageType("add an offer", "peers:add", of_ask("peers:add", "offers"), needs_log_in=True),
    PageType("change an ask", "peers:change", of_ask("peers:change", "asks", 0), needs_log_in=True),
    PageType("import asks and offers", "peers:import", with_fixture("peers:import", "peer_ask"), needs_log_in=True),
    PageType("matches", "peers:matches", with_fixture("peers:matches", "match_run"), needs_log_in=True),
    PageType("matches of nobody", "peers:matches", with_fixture("peers:matches", "db"), needs_log_in=True),
    PageType("match", "peers:match", of_run("peers:match"), needs_log_in=True),
    PageType("runs of the matching", "peers:runs", with_fixture("peers:runs", "match_run"), needs_log_in=True),
    PageType("run of the matching", "peers:run", of_run("peers:run"), needs_log_in=True),
    PageType("accessibility", "accessibility", at("accessibility")),
    PageType("privacy", "privacy", at("privacy")),
    PageType("gallery", "gallery", at("gallery")),
    PageType("log in", "accounts:log-in", at("accounts:log-in")),
    PageType("account", "accounts:account", at("accounts:account"), needs_log_in=True),
    PageType("change password", "accounts:change-password", at("accounts:change-password"), needs_log_in=True),
    PageType("about", "about", with_fixture("about", "db")),
    PageType("sign up", "account_signup", at("account_signup")),
    PageType("forgotten password", "account_reset_password", at("account_reset_password")),
    PageType("second step", "mfa_index", at("mfa_index"), needs_log_in=True),
    PageType("e-mail address", "account_email", at("account_email"), needs_log_in=True),
    PageType("password again", "account_reauthenticate", at("account_reauthenticate"), needs_log_in=True),
    PageType("passkeys", "mfa_list_webauthn", at("mfa_list_webauthn"), needs_log_in=True),
    PageType("sessions", "usersessions_list", at("usersessions_list"), needs_log_in=True),
    PageType("my desk", "records:desk", with_challenge("records:desk", "report"), needs_log_in=True),
    PageType("my desk, empty", "records:desk", with_fixture("records:desk", "db"), needs_log_in=True),
    PageType("all my work", "records:work", with_challenge("records:work", "report", "own_action"), needs_log_in=True),
    PageType("digest", "records:digest", of_people("records:digest"), needs_log_in=True),
    PageType("everything", "records:records", with_challenge("records:records"), needs_log_in=True),
    PageType("gap map", "library:gap-map", with_fixture("library:gap-map", "starter_library")),
    PageType(
        "cell of the gap map",
        "library:gap",
        with_fixture("library:gap", "starter_library", "need", "edge_of_care", "care"),
    ),
    PageType(
        "empty cell of the gap map",
        "library:gap",
        with_fixture("library:gap", "starter_library", "need", "foster_care", "court"),
    ),
    PageType("models", "library:models", with_fixture("library:models", "starter_library")),
    PageType("compare models", "library:compare-models", comparing("no-wrong-door", "family-valued", "house-project")),
    PageType("compare too few models", "library:compare-models", comparing("no-wrong-door")),
    PageType("projects", "library:projects", with_fixture("library:projects", "starter_library")),
    PageType("model", "library:model", with_fixture("library:model", "starter_library", "no-wrong-door")),
    PageType(
        "project", "library:project", with_fixture("library:project", "starter_library", "bradford-b-positive-pathways")
    ),
    PageType(
        "programme", "library:programme", with_fixture("library:programme", "starter_library", "innovation-programme")
    ),
    PageType("boards", "boards:boards", with_fixture("boards:boards", "starter_library")),
    PageType("introductory sheet", "boards:sheet", with_fixture("boards:sheet", "starter_library")),
    PageType("board", "boards:board", with_fixture("boards:board", "starter_library", BOARD)),
    PageType("versions of a board", "boards:versions", with_fixture("boards:versions", "starter_library", BOARD)),
    PageType("version of a board", "boards:version", with_fixture("boards:version", "starter_library", BOARD, 1)),
    PageType("board on paper", "boards:file", with_fixture("boards:file", "starter_library", BOARD, 1, "poster")),
    PageType("sheet on paper", "boards:sheet-file", with_fixture("boards:sheet-file", "starter_library")),
    PageType("take a board off", "boards:take-off", with_fixture("boards:take-off", "own_board", "value"), True),
    PageType("decide on a board", "boards:decision", with_fixture("boards:decision", "board_to_decide", "value"), True),
    PageType("lessons", "lessons:lessons", with_fixture("lessons:lessons", "starter_library")),
    PageType(
        "lesson", "lessons:lesson", with_fixture("lessons:lesson", "starter_library", "lesson-time-for-a-new-model")
    ),
    PageType("insights", "lessons:insights", with_fixture("lessons:insights", "starter_library")),
    PageType(
        "insight", "lessons:insight", with_fixture("lessons:insight", "starter_library", "insight-known-is-not-done")
    ),
    PageType(
        "ways to scale", "adoption:scaling-strategies", with_fixture("adoption:scaling-strategies", "starter_library")
    ),
    PageType("no ways to scale", "adoption:scaling-strategies", at("adoption:scaling-strategies")),
    PageType(
        "way to scale",
        "adoption:scaling-strategy",
        with_fixture("adoption:scaling-strategy", "starter_library", "scaling-family-drug-alcohol-court"),
    ),
    PageType("compare ways to scale", "adoption:compare-scaling", comparing_ways),
    PageType("spread of a model", "adoption:spread", with_fixture("adoption:spread", "starter_library", "mockingbird")),
    PageType("cost and break-even", "adoption:value", at("adoption:value")),
    PageType("break-even worked out", "adoption:value", lambda request: f"{reverse('adoption:value')}?{STATED}"),
    PageType("what was done", "adoption:done", with_fixture("adoption:done", "starter_library")),
    PageType(
        "tell a lesson", "lessons:new-lesson", with_fixture("lessons:new-lesson", "starter_library"), needs_log_in=True
    ),
    PageType("told", "lessons:written", of_lesson("lessons:written"), needs_log_in=True),
    PageType("ask a director", "lessons:agreement", of_lesson("lessons:agreement"), needs_log_in=True),
    PageType("agree to a lesson", "lessons:agree", of_agreement),
    PageType(
        "check an anonymous lesson",
        "lessons:anonymous-check",
        of_anonymous_draft("lessons:anonymous-check"),
        needs_log_in=True,
    ),
    PageType(
        "change an anonymous lesson",
        "lessons:anonymous-change",
        of_anonymous_draft("lessons:anonymous-change"),
        needs_log_in=True,
    ),
    PageType("clear a lesson", "lessons:clear", of_anonymous_draft_to_clear, needs_log_in=True),
    PageType(
        "lessons to clear", "lessons:to-clear", with_challenge("lessons:to-clear", "as_editor"), needs_log_in=True
    ),
    PageType("take a lesson back", "lessons:withdraw", at("lessons:withdraw")),
    PageType("known, not acted on", "lessons:known", with_fixture("lessons:known", "starter_library")),
    PageType("from knowing to acting", "content:chain", with_fixture("content:chain", "starter_library")),
    PageType("who it is for", "content:roles", at("content:roles")),
    PageType("what is in it for a role", "content:role", lambda request: reverse("content:role", args=["director"])),
    PageType("from knowing to acting, by insight", "content:chain", by_insight),
    PageType("why not", "lessons:why-not", of_insight("lessons:why-not"), needs_log_in=True),
    PageType("gather lessons", "lessons:gather", of_gathering, needs_log_in=True),
    PageType("questions", "lessons:questions", with_challenge("lessons:questions"), needs_log_in=True),
    PageType("question", "lessons:question", of_question, needs_log_in=True),
    PageType("claim", "library:claim", with_fixture("library:claim", "starter_library", "no-wrong-door-1")),
    PageType("using a model", "adoption:adoption", with_fixture("adoption:adoption", "starter_library", LEEDS)),
    PageType("papers", "papers:papers", with_fixture("papers:papers", "paper"), needs_log_in=True),
    PageType("paper", "papers:paper", of_record("papers:paper", "paper"), needs_log_in=True),
    PageType("options of a paper", "papers:options", of_record("papers:options", "paper"), needs_log_in=True),
    PageType("figures of a paper", "papers:numbers", of_record("papers:numbers", "paper"), needs_log_in=True),
    PageType("cost of nothing", "records:section", of_record("records:section", "paper", "nothing"), needs_log_in=True),
    PageType("paper about what", "papers:new", with_fixture("papers:new", "paper"), needs_log_in=True),
    PageType("new paper", "papers:new", about_challenge, needs_log_in=True),
    PageType("challenges", "voice:challenges", with_challenge("voice:challenges"), needs_log_in=True),
    PageType("needs", "voice:needs", at("voice:needs")),
    PageType("worries about safety, nobody on duty", "voice:safety", at("voice:safety")),
    PageType("worries about safety", "voice:safety", with_concern("voice:safety", "nothing"), needs_log_in=True),
    PageType("tell the lead", "voice:tell", with_concern("voice:tell"), needs_log_in=True),
    PageType("tell nobody", "voice:tell", of_people("voice:tell"), needs_log_in=True),
    PageType("worries sent", "voice:concerns", with_concern("voice:concerns", "nothing"), needs_log_in=True),
    PageType("concern", "voice:concern", of_concern("voice:concern"), needs_log_in=True),
    PageType("add to a worry", "voice:add-to-concern", of_concern("voice:add-to-concern"), needs_log_in=True),
    PageType("close a worry", "voice:close-concern", of_concern("voice:close-concern"), needs_log_in=True),
    PageType("who is told of worries", "voice:safety-people", with_concern("voice:safety-people"), needs_log_in=True),
    PageType("what young people tell us", "voice:listening", at("voice:listening")),
    PageType("how answers are handled", "voice:rules", at("voice:rules")),
    PageType("new session with young people", "voice:new-session", of_new_listening, needs_log_in=True),
    PageType("session with young people", "voice:session", of_listening("voice:session"), needs_log_in=True),
    PageType("let people write", "voice:door", of_listening("voice:door"), needs_log_in=True),
    PageType("languages of a session", "voice:languages", of_listening("voice:languages"), needs_log_in=True),
    PageType("languages", "voice:translations", at("voice:translations"), needs_log_in=True),
    PageType(
        "a language", "voice:translation", lambda request: reverse("voice:translation", args=["ur"]), needs_log_in=True
    ),
    PageType("write on a screen", "voice:write", of_open_door("?write=1")),
    PageType("before writing on a screen", "voice:write", of_open_door()),
    PageType("type in an answer", "voice:type-in", of_listening("voice:type-in"), needs_log_in=True),
    PageType("hand over a session", "voice:hand-over", of_listening("voice:hand-over"), needs_log_in=True),
    PageType(
        "one answer", "voice:contribution", of_listening("voice:contribution", with_answer=True), needs_log_in=True
    ),
    PageType("do not use an answer", "voice:reject", of_listening("voice:reject", with_answer=True), needs_log_in=True),
    PageType(
        "withdraw an answer", "voice:withdraw", of_listening("voice:withdraw", with_answer=True), needs_log_in=True
    ),
    PageType("stories of change", "voice:stories", at("voice:stories")),
    PageType("start a story", "voice:new-story", with_challenge("voice:new-story"), needs_log_in=True),
    PageType("story", "voice:story", of_story("voice:story"), needs_log_in=True),
    PageType("story that has ended", "voice:story", of_ended_story, needs_log_in=True, status=410),
    PageType("work on a story", "voice:story-work", of_story("voice:story-work"), needs_log_in=True),
    PageType("write a story", "voice:edit-story", of_story("voice:edit-story"), needs_log_in=True),
    PageType("consent for a story", "voice:story-consent", of_story("voice:story-consent"), needs_log_in=True),
    PageType("answers in a story", "voice:story-answers", of_story("voice:story-answers"), needs_log_in=True),
    PageType("what they said to a story", "voice:story-reading", of_story("voice:story-reading"), needs_log_in=True),
    PageType("publish a story", "voice:publish-story", of_story("voice:publish-story"), needs_log_in=True),
    PageType("who a story was told to", "voice:story-audience", of_story("voice:story-audience"), needs_log_in=True),
    PageType("ask how it has been", "voice:story-aftercare", of_story("voice:story-aftercare"), needs_log_in=True),
    PageType("withdraw a story", "voice:end-story", of_story("voice:end-story"), needs_log_in=True),
    PageType("hand over a story", "voice:hand-over-story", of_story("voice:hand-over-story"), needs_log_in=True),
    PageType("enter a private code", "voice:code", at("voice:code")),
    PageType("answer that worries", "voice:worry", of_listening("voice:worry", with_answer=True), needs_log_in=True),
    PageType("nobody is told of worries", "voice:safety-people", of_people("voice:safety-people"), needs_log_in=True),
    PageType("name the lead", "voice:name-safety-people", of_people("voice:name-safety-people"), needs_log_in=True),
    PageType("days away", "voice:safety-away", with_concern("voice:safety-away", "lead"), needs_log_in=True),
    PageType("what can be written", "records:new", with_challenge("records:new"), needs_log_in=True),
    PageType(
        "start a project",
        "records:start",
        lambda request: with_challenge("records:new")(request) + "project/",
        needs_log_in=True,
    ),
    PageType("import a spreadsheet", "records:import", of_table("records:import"), needs_log_in=True),
    PageType("what a table would do", "records:import-preview", of_table("records:import-preview"), needs_log_in=True),
    PageType(
        "a table that takes too long",
        "records:import-preview",
        of_table("records:import-preview", state="queued"),
        needs_log_in=True,
    ),
    PageType(
        "add a reported result",
        "library:new-claim",
        of_library(
            lambda request: with_fixture("library:new-claim", "starter_library")(request) + "?about=no-wrong-door"
        ),
        needs_log_in=True,
    ),
    PageType("sources", "library:sources", with_fixture("library:sources", "starter_library")),
    PageType("download the library", "library:downloads", at("library:downloads")),
    PageType("import sources", "library:import-sources", with_fixture("library:import-sources", "site_editor"), True),
    PageType("facts to check", "library:facts-to-check", with_fixture("library:facts-to-check", "old_facts"), True),
    PageType(
        "guidance documents",
        "library:guidance-documents",
        with_fixture("library:guidance-documents", "starter_library"),
    ),
    PageType("a duty", "library:guidance", with_fixture("library:guidance", "starter_library", "national-framework")),
    PageType(
        "a recommendation",
        "library:recommendation",
        with_fixture("library:recommendation", "starter_library", "practice-guide-kinship-care-1"),
    ),
    PageType(
        "add a recommendation",
        "library:new-recommendation",
        with_check("library:new-recommendation", "of"),
        needs_log_in=True,
    ),
    PageType("self-checks", "library:self-checks", with_fixture("library:self-checks", "own_check"), needs_log_in=True),
    PageType("a self-check", "library:self-check", of_record("library:self-check", "own_check"), needs_log_in=True),
    PageType(
        "answers of a self-check",
        "library:self-check-answers",
        of_record("library:self-check-answers", "own_check"),
        needs_log_in=True,
    ),
    PageType(
        "repeat a self-check",
        "library:new-self-check",
        with_check("library:new-self-check", "again"),
        needs_log_in=True,
    ),
    PageType("challenge", "voice:challenge", of_record("voice:challenge", "challenge"), needs_log_in=True),
    PageType("answers behind a need", "voice:answers", of_record("voice:answers", "need"), needs_log_in=True),
    PageType("need", "voice:need", of_record("voice:need", "need"), needs_log_in=True),
    PageType("write", "records:edit", of_record("records:edit", "challenge"), needs_log_in=True),
    PageType("section", "records:section", of_record("records:section", "challenge", "voice"), needs_log_in=True),
    PageType("share", "records:share", of_record("records:share", "challenge"), needs_log_in=True),
    PageType("consent", "records:consent", of_record("records:consent", "challenge"), needs_log_in=True),
    PageType("withdraw", "records:withdraw", of_record("records:withdraw", "challenge"), needs_log_in=True),
    PageType("history", "records:history", of_record("records:history", "challenge"), needs_log_in=True),
    PageType("link", "records:link", of_record("records:link", "challenge"), needs_log_in=True),
    PageType("remove a link", "records:unlink", of_link, needs_log_in=True),
    PageType("find a duplicate", "records:merge", of_record("records:merge", "duplicate"), needs_log_in=True),
    PageType("two side by side", "records:merge", of_duplicates, needs_log_in=True),
    PageType("review", "records:review", of_record("records:review", "reviewed"), needs_log_in=True),
    PageType("files", "records:attachments", of_record("records:attachments", "challenge"), needs_log_in=True),
    PageType("document", "records:document", of_record("records:document", "challenge", "pdf"), needs_log_in=True),
    PageType(
        "this is wrong", "records:report-record", of_record("records:report-record", "challenge"), needs_log_in=True
    ),
    PageType("ask a question", "records:ask-about", of_record("records:ask-about", "challenge"), needs_log_in=True),
    PageType(
        "this council is wrong",
        "records:report-place",
        with_fixture("records:report-place", "official_figures", "leeds"),
    ),
    PageType("reports", "records:reports", with_challenge("records:reports", "report"), needs_log_in=True),
    PageType("report", "records:report", of_report, needs_log_in=True),
    PageType("audit", "records:audit", with_challenge("records:audit", "as_host"), needs_log_in=True),
    PageType("organisations", "places:organisations", with_challenge("places:organisations")),
    PageType("organisation", "places:organisation", of_people("places:organisation")),
    PageType("people", "places:members", of_people("places:members"), needs_log_in=True),
    PageType("users", "places:users", with_challenge("places:users", "as_host"), needs_log_in=True),
    PageType("user", "places:user", of_user, needs_log_in=True),
    PageType("invite", "places:invite", of_people("places:invite"), needs_log_in=True),
    PageType("member", "places:member", of_member, needs_log_in=True),
    PageType("new team", "places:new-team", of_people("places:new-team"), needs_log_in=True),
    PageType("team", "places:team", of_people("places:team", "edge-of-care"), needs_log_in=True),
    PageType(
        "invitation",
        "places:invitation",
        lambda request: reverse("places:invitation", args=[request.getfixturevalue("invitation").key]),
    ),
    PageType("no partnerships", "peers:partnerships", at("peers:partnerships"), needs_log_in=True),
    PageType(
        "partnerships", "peers:partnerships", with_fixture("peers:partnerships", "own_partnership"), needs_log_in=True
    ),
    PageType("partnership", "peers:partnership", of_record("peers:partnership", "own_partnership"), needs_log_in=True),
    *(
        PageType(
            f"partnership: {view}", f"peers:{view}", of_record(f"peers:{view}", "own_partnership"), needs_log_in=True
        )
        for view in ("change-partnership", "close-partnership", "step-out")
    ),
    *(
        PageType(
            f"partnership: add to {what}",
            "peers:add-to-partnership",
            of_record("peers:add-to-partnership", "own_partnership", what),
            needs_log_in=True,
        )
        for what in ("aims", "visits", "exchanges")
    ),
    PageType(
        "change a visit",
        "peers:change-in-partnership",
        lambda request: reverse(
            "peers:change-in-partnership",
            args=[
                (pair := request.getfixturevalue("own_partnership")).slug,
                "visits",
                pair.visits.values_list("pk", flat=True)[0],
            ],
        ),
        needs_log_in=True,
    ),
    PageType(
        "ask for an introduction",
        "peers:ask-introduction",
        with_fixture("peers:ask-introduction", "partner_side"),
        needs_log_in=True,
    ),
    PageType(
        "introduction: only coordinators", "peers:ask-introduction", at("peers:ask-introduction"), needs_log_in=True
    ),
    PageType(
        "introduction",
        "peers:introduction",
        lambda request: request.getfixturevalue("introduction").get_absolute_url(),
        needs_log_in=True,
    ),
    PageType("circles", "places:circles", with_challenge("places:circles"), needs_log_in=True),
    PageType("new circle", "places:new-circle", with_challenge("places:new-circle"), needs_log_in=True),
    PageType("circle", "places:circle", with_fixture("places:circle", "circle", "partners"), needs_log_in=True),
    PageType(
        "circle to join",
        "places:join-circle",
        with_fixture("places:join-circle", "circle_invitation", "partners"),
        needs_log_in=True,
    ),
    PageType(
        "rules of a circle",
        "places:circle-rules",
        with_fixture("places:circle-rules", "circle", "partners"),
        needs_log_in=True,
    ),
    PageType(
        "end of a circle",
        "places:end-circle",
        with_fixture("places:end-circle", "circle", "partners"),
        needs_log_in=True,
    ),
    PageType(
        "new organisation",
        "places:new-organisation",
        with_challenge("places:new-organisation", "as_host"),
        needs_log_in=True,
    ),
    PageType("which news", "notices:preferences", at("notices:preferences"), needs_log_in=True),
    PageType("set-up", "notices:set-up", with_challenge("notices:set-up", "as_host"), needs_log_in=True),
    PageType("jobs", "notices:jobs", with_challenge("notices:jobs", "as_host"), needs_log_in=True),
    PageType("outbox", "notices:outbox", with_challenge("notices:outbox", "mail_in_outbox")),
    PageType("mail in the outbox", "notices:outbox-mail", with_mail("notices:outbox-mail")),
    PageType("join a room", "rooms:door", at("rooms:door")),
    PageType("wrong code", "rooms:enter", lambda request: reverse("rooms:enter", args=["BCDFGH"]), status=404),
    PageType("room on a phone", "rooms:phone", of_room("rooms:phone")),
    PageType("room with one form on a phone", "rooms:phone", of_room("rooms:phone", "form_room")),
    PageType("closed room", "rooms:phone", of_room("rooms:phone", "closed_room"), status=410),
    PageType("screen of a room", "rooms:screen", of_room("rooms:screen")),
    PageType("rooms", "rooms:rooms", with_room("rooms:rooms"), needs_log_in=True),
    PageType("no rooms", "rooms:rooms", at("rooms:rooms"), needs_log_in=True),
    PageType("open a room", "rooms:new-room", with_room("rooms:new-room"), needs_log_in=True),
    PageType("open a room without a team", "rooms:new-room", at("rooms:new-room"), needs_log_in=True),
    PageType("room", "rooms:room", of_room("rooms:room"), needs_log_in=True),
    PageType("room with one form", "rooms:room", of_room("rooms:room", "form_room"), needs_log_in=True),
    PageType("own closed room", "rooms:room", of_room("rooms:room", "closed_room"), needs_log_in=True),
    PageType("paper sheet of a room", "rooms:paper", of_room("rooms:paper"), needs_log_in=True),
    PageType("type in for someone in a room", "rooms:type-in", of_room("rooms:type-in"), needs_log_in=True),
    PageType("delete a room", "rooms:delete", of_room("rooms:delete"), needs_log_in=True),
    PageType("reflections", "conditions:reflections", with_fixture("conditions:reflections", "shown_reflection")),
    PageType("no reflections", "conditions:reflections", at("conditions:reflections")),
    PageType("new reflection", "conditions:new-reflection", at("conditions:new-reflection"), needs_log_in=True),
    PageType("new reflection about a project", "conditions:new-reflection", about_own_project, needs_log_in=True),
    PageType(
        "reflection with a result", "conditions:reflection", of_reflection("conditions:reflection"), needs_log_in=True
    ),
    PageType(
        "reflection over time",
        "conditions:reflection",
        of_reflection("conditions:reflection", "two_rounds"),
        needs_log_in=True,
    ),
    PageType(
        "earlier round", "conditions:round", of_reflection("conditions:round", "two_rounds", 1), needs_log_in=True
    ),
    PageType(
        "statement of a reflection",
        "conditions:statement",
        of_reflection("conditions:statement", "", "aim"),
        needs_log_in=True,
    ),
    PageType(
        "action of a statement",
        "conditions:new-action",
        of_reflection("conditions:new-action", "", "aim"),
        needs_log_in=True,
    ),
    PageType("open a round", "conditions:open-round", of_reflection("conditions:open-round"), needs_log_in=True),
    PageType(
        "reflection that is open",
        "conditions:reflection",
        of_reflection("conditions:reflection", "asked"),
        needs_log_in=True,
    ),
    PageType("private links", "conditions:invite", of_reflection("conditions:invite", "asked"), needs_log_in=True),
    PageType(
        "room of a reflection",
        "conditions:open-room",
        of_reflection("conditions:open-room", "asked"),
        needs_log_in=True,
    ),
    PageType(
        "close a round", "conditions:close-round", of_reflection("conditions:close-round", "asked"), needs_log_in=True
    ),
    PageType(
        "answer with an account", "conditions:answer", of_reflection("conditions:answer", "asked"), needs_log_in=True
    ),
    PageType("answer by a link", "conditions:answer-by-link", with_value("conditions:answer-by-link", "private_link")),
    PageType("link of nobody", "conditions:answer-by-link", at_link_of_nobody, status=404),
    PageType("answer in a room", "conditions:answer-in-room", of_room("conditions:answer-in-room", "reflection_room")),
    PageType(
        "room that leads to a reflection", "rooms:room", of_room("rooms:room", "reflection_room"), needs_log_in=True
    ),
    PageType("statements", "conditions:statements", at("conditions:statements")),
    PageType("what others found", "conditions:found", with_fixture("conditions:found", "starter_library", "aim")),
    PageType("home", "home", at("home")),
    PageType("home with figures", "home", with_fixture("home", "nation")),
    PageType("councils", "places:councils", with_fixture("places:councils", "official_figures")),
    PageType(
        "fictional councils",
        "places:councils",
        lambda request: with_fixture("places:councils", "nation")(request) + "?nation=fictional",
    ),
    PageType("your council", "places:your-council", at("places:your-council")),
    PageType("council", "places:council", with_fixture("places:council", "official_figures", "leeds")),
    PageType(
        "fictional council", "places:council", lambda request: request.getfixturevalue("ashmere").get_absolute_url()
    ),
    PageType(
        "measure of a council",
        "indicators:council-measure",
        with_fixture("indicators:council-measure", "official_figures", "leeds", "cla_rate"),
    ),
    PageType(
        "all figures of a council",
        "indicators:council-figures",
        with_fixture("indicators:council-figures", "official_figures", "leeds"),
    ),
    PageType(
        "inspections of a council",
        "indicators:inspections",
        with_fixture("indicators:inspections", "official_figures", "leeds"),
    ),
    PageType(
        "compare councils",
        "indicators:compare",
        lambda request: with_fixture("indicators:compare", "official_figures")(request) + "?m=cla_rate&c=383",
    ),
    PageType("proposals", "indicators:proposals", at("indicators:proposals"), needs_log_in=True),
    PageType("propose a measure", "indicators:propose", at("indicators:propose"), needs_log_in=True),
    PageType("proposal", "indicators:proposal", of_proposal, needs_log_in=True),
    PageType("data releases", "indicators:releases", with_fixture("indicators:releases", "official_figures")),
    PageType("data release", "indicators:release", of_release),
    PageType("give a file", "indicators:upload", with_fixture("indicators:upload", "as_host"), needs_log_in=True),
    PageType("given file", "indicators:given", of_given_file, needs_log_in=True),
    PageType("measures", "indicators:measures", with_fixture("indicators:measures", "official_figures")),
    PageType("measure", "indicators:measure", with_fixture("indicators:measure", "official_figures", "cla_rate")),
    PageType("search", "search:search", searching("q=care+adoption")),
    PageType("search narrowed", "search:search", searching("q=restoritive+pratice&kind=model"), needs_log_in=True),
    PageType("search without results", "search:search", searching("q=zzzzz&place=nowhere")),
    PageType("saved searches", "search:saved", with_fixture("search:saved", "saved_search"), needs_log_in=True),
    PageType(
        "save a search",
        "search:saved",
        lambda request: with_fixture("search:saved", "saved_search")(request) + "?q=edge+of+care",
        needs_log_in=True,
    ),
    PageType("library", "library:library", with_fixture("library:library", "starter_library")),
    PageType("introduction", "library:introduction", with_fixture("library:introduction", "starter_library")),
    PageType(
        "project that an inspection set off",
        "library:project",
        with_fixture("library:project", "starter_library", "leeds-family-valued"),
    ),
    PageType(
        "project with outcomes",
        "library:project",
        with_fixture("library:project", "starter_library", "ealing-brighter-futures"),
    ),
    PageType(
        "round", "library:round", with_fixture("library:round", "starter_library", "innovation-programme-round-1")
    ),
    PageType("gap map", "library:gaps", with_fixture("library:gaps", "starter_library", "innovation-programme")),
    PageType("methods", "library:methods", with_fixture("library:methods", "starter_library")),
    PageType("method", "library:method", with_fixture("library:method", "starter_library", "social-impact-bond")),
    PageType("evaluation reports", "library:reports", with_fixture("library:reports", "starter_library")),
    PageType(
        "evaluation report",
        "library:report",
        with_fixture("library:report", "starter_library", "nao-evaluating-innovation-2022"),
    ),
    PageType("how we rate evidence", "library:how-we-rate", at("library:how-we-rate")),
    PageType("lists of words", "library:vocabularies", with_fixture("library:vocabularies", "starter_library")),
    PageType("list of words", "library:vocabulary", with_fixture("library:vocabulary", "starter_library", "ten_types")),
    PageType(
        "inspections told by sources",
        "library:judgements",
        with_fixture("library:judgements", "starter_library", "leeds"),
    ),
    PageType(
        "challenge of the starter",
        "voice:challenge",
        with_fixture("voice:challenge", "starter_library", "fewer-teenagers-coming-into-care"),
    ),
    PageType("letter", "places:letter", with_fixture("places:letter", "starter_library", "bradford")),
    PageType(
        "short list",
        "library:short-list",
        of_library(with_fixture("library:short-list", "short_list")),
        needs_log_in=True,
    ),
    PageType("empty short list", "library:short-list", at("library:short-list"), needs_log_in=True),
    PageType(
        "look after an entry",
        "library:care",
        of_library(
            lambda request: (
                request.getfixturevalue("as_editor")
                and with_fixture("library:care", "starter_library", "no-wrong-door")(request)
            )
        ),
        needs_log_in=True,
    ),
    PageType(
        "where a model comes from",
        "library:originator",
        of_library(
            lambda request: (
                request.getfixturevalue("as_moderator")
                and with_fixture("library:originator", "starter_library", "no-wrong-door")(request)
            )
        ),
        needs_log_in=True,
    ),
    PageType("does it last", "adoption:embedding", of_record("adoption:embedding", "own_project"), needs_log_in=True),
    PageType(
        "looks side by side",
        "adoption:embedding",
        of_record("adoption:embedding", "embedded_project"),
        needs_log_in=True,
    ),
    PageType(
        "a look",
        "adoption:embed-review",
        of_record("adoption:embed-review", "embedded_project", "start"),
        needs_log_in=True,
    ),
    PageType("no own figures", "adoption:figures", of_record("adoption:figures", "own_project"), needs_log_in=True),
    PageType("own figures", "adoption:figures", of_record("adoption:figures", "counted_project"), needs_log_in=True),
    PageType(
        "new measure of one's own",
        "adoption:new-own-measure",
        of_record("adoption:new-own-measure", "own_project"),
        needs_log_in=True,
    ),
    *(
        PageType(words, f"adoption:{name}", of_own_measure(f"adoption:{name}", *rest), needs_log_in=True)
        for words, name, *rest in (
            ("measure of one's own", "own-measure"),
            ("edit a measure of one's own", "change-own-measure"),
            ("delete a measure of one's own", "delete-own-measure"),
            ("share a measure of one's own", "share-own-measure"),
            ("add a figure", "add-figure"),
            ("edit a figure", "change-figure", "2025-01"),
            ("upload figures", "import-figures"),
            ("start a new normal range", "new-phase"),
        )
    ),
    PageType("event to book", "events:event", of_planned("events:event")),
    PageType("book a place", "events:book", of_planned("events:book")),
    PageType("join the waiting list", "events:book", of_planned("events:book", "full_event")),
    PageType("book for a group", "events:book-group", of_planned("events:book-group")),
    PageType("booking with a place", "events:booking", of_booking("events:booking", "Ben")),
    PageType("booking of a group", "events:booking", of_booking("events:booking", "Wes")),
    PageType("booking on the waiting list", "events:booking", of_booking("events:booking", "Dee")),
    PageType(
        "booking with an offer",
        "events:booking",
        lambda request: request.getfixturevalue("offered_booking").get_absolute_url(),
    ),
    PageType("change a booking", "events:change-booking", of_booking("events:change-booking", "Ben")),
    PageType("change a booking of a group", "events:change-booking", of_booking("events:change-booking", "Wes")),
    PageType("cancel a booking", "events:cancel-booking", of_booking("events:cancel-booking", "Ben")),
    PageType("plan an event", "events:plan", of_planned("events:plan"), needs_log_in=True),
    PageType("time and place of an event", "events:arrangements", of_planned("events:arrangements"), needs_log_in=True),
    PageType("cancel an event", "events:call-off", of_planned("events:call-off"), needs_log_in=True),
    PageType("bookings of an event", "events:bookings", of_planned("events:bookings"), needs_log_in=True),
    PageType("no learning events", "events:events", at("events:events"), needs_log_in=True),
    PageType("learning events", "events:events", with_fixture("events:events", "starter_library")),
    PageType("learning events that are coming", "events:events", with_fixture("events:events", "coming_event")),
    PageType("learning event that is coming", "events:event", of_record("events:event", "coming_event")),
    PageType("who comes to an event", "events:people", with_value("events:people", "key_of_a_place")),
    PageType("own events in a calendar", "events:calendars", at("events:calendars"), needs_log_in=True),
    PageType("programme of an event on paper", "events:paper", of_record("events:paper", "coming_event", "programme")),
    PageType(
        "learning event",
        "events:event",
        with_fixture("events:event", "starter_library", "innovation-towards-excellence-2017"),
    ),
    PageType(
        "report of a learning event",
        "events:report",
        with_fixture("events:report", "starter_library", "innovation-towards-excellence-2017"),
    ),
    PageType("draft of a report", "events:report", of_record("events:report", "hosted_event"), needs_log_in=True),
    PageType("lines of speakers", "events:report-lines", of_record("events:report-lines", "hosted_event"), True),
    PageType("words about a speaker", "events:report-line", of_event("events:report-line", "line")),
    PageType(
        "decide on a report", "events:report-decision", of_record("events:report-decision", "report_to_decide"), True
    ),
    PageType("capture of an event", "events:capture", of_record("events:capture", "hosted_event"), needs_log_in=True),
    PageType("slides of an event", "events:slides", of_record("events:slides", "hosted_event"), needs_log_in=True),
    PageType("after an event", "events:afterwards", of_record("events:afterwards", "hosted_event"), needs_log_in=True),
    PageType("write an action at an event", "events:write-action", of_event("events:write-action", "room")),
    PageType("own action of an event", "events:own-action", of_event("events:own-action", "action")),
    PageType("feedback on an event", "events:feedback", of_event("events:feedback", "booking")),
    PageType("notes for a board", "events:board-notes", notes_for_board, needs_log_in=True),
    PageType("how it goes", "library:updates", of_record("library:updates", "own_project"), needs_log_in=True),
    PageType("coach of a project", "library:coach", of_record("library:coach", "own_project"), needs_log_in=True),
    PageType("asked to coach", "library:coach", of_record("library:coach", "coached_project"), needs_log_in=True),
    PageType("nobody wants help", "library:help-wanted", at("library:help-wanted"), needs_log_in=True),
    PageType(
        "help wanted", "library:help-wanted", with_fixture("library:help-wanted", "need_shown"), needs_log_in=True
    ),
    PageType(
        "offer help",
        "library:offer-help",
        lambda request: reverse("library:offer-help", args=[request.getfixturevalue("need_shown").pk]),
        needs_log_in=True,
    ),
    PageType("parts of a model", "library:rows", of_record("library:rows", "own_model", "parts"), needs_log_in=True),
    PageType(
        "say who uses a model",
        "adoption:new-use",
        of_library(
            lambda request: with_fixture("adoption:new-use", "starter_library")(request) + "?model=no-wrong-door"
        ),
        needs_log_in=True,
    ),
    PageType("how it stands", "adoption:move", of_record("adoption:move", "own_use"), needs_log_in=True),
    PageType("a use with changes", "adoption:adoption", of_record("adoption:adoption", "busy_use"), needs_log_in=True),
    PageType("parts here", "adoption:parts", of_record("adoption:parts", "busy_use"), needs_log_in=True),
    PageType("changes made", "adoption:changes", of_record("adoption:changes", "busy_use"), needs_log_in=True),
    PageType("a change", "adoption:new-change", of_record("adoption:new-change", "busy_use"), needs_log_in=True),
    PageType("fidelity", "adoption:fidelity", of_record("adoption:fidelity", "busy_use"), needs_log_in=True),
    PageType("confirm a start", "adoption:confirm", of_record("adoption:confirm", "council_use"), needs_log_in=True),
    PageType("comment", "adoption:comment", of_record("adoption:comment", "council_use"), needs_log_in=True),
    PageType("take over", "adoption:take-over", of_record("adoption:take-over", "council_use"), needs_log_in=True),
    PageType("proposals", "adoption:proposals", with_fixture("adoption:proposals", "use_proposal"), needs_log_in=True),
    PageType(
        "proposal",
        "adoption:proposal",
        lambda request: reverse("adoption:proposal", args=[request.getfixturevalue("use_proposal").pk]),
        needs_log_in=True,
    ),
    PageType(
        "propose a council",
        "adoption:propose",
        of_library(
            lambda request: with_fixture("adoption:propose", "starter_library")(request) + "?model=no-wrong-door"
        ),
        needs_log_in=True,
    ),
    PageType("actions", "actions:actions", with_fixture("actions:actions", "own_action"), needs_log_in=True),
    PageType("my actions", "actions:mine", with_fixture("actions:mine", "own_action"), needs_log_in=True),
    PageType("actions of a team", "actions:team", of_team("actions:team"), needs_log_in=True),
    PageType("actions of an organisation", "actions:organisation", of_team("actions:organisation"), needs_log_in=True),
    PageType(
        "actions in a calendar",
        "actions:calendars",
        with_fixture("actions:calendars", "own_calendar"),
        needs_log_in=True,
    ),
    PageType("action", "actions:action", of_record("actions:action", "own_action"), needs_log_in=True),
    PageType("new action", "actions:new-action", with_fixture("actions:new-action", "challenge"), needs_log_in=True),
    PageType("finish an action", "actions:act", of_record("actions:act", "own_action", "done"), needs_log_in=True),
    PageType("action that is stuck", "actions:act", of_record("actions:act", "own_action", "stuck"), needs_log_in=True),
    PageType(
        "action with its figure", "actions:action", of_record("actions:action", "measured_action"), needs_log_in=True
    ),
    PageType(
        "review with its figure",
        "actions:act",
        of_record("actions:act", "measured_action", "review"),
        needs_log_in=True,
    ),
    PageType(
        "figure of an action",
        "indicators:action-measure",
        of_record("indicators:action-measure", "measured_action"),
        needs_log_in=True,
    ),
    PageType("owner of an action", "actions:owner", of_record("actions:owner", "own_action"), needs_log_in=True),
    PageType("invitation to an action", "actions:invitation", with_value("actions:invitation", "action_invitation")),
    PageType("answer of a reminder", "actions:answer", with_value("actions:answer", "answer_token")),
    PageType("answer that does not work", "actions:answer", with_value("actions:answer", "no_token"), status=404),
    PageType("no groups that decide together", "decisions:together", at("decisions:together"), needs_log_in=True),
    PageType("groups that decide together", "decisions:together", of_group("together"), needs_log_in=True),
    PageType("start a group", "decisions:new-assembly", of_group("new-assembly"), needs_log_in=True),
    PageType("group that decides together", "decisions:assembly", of_group("assembly"), needs_log_in=True),
    PageType("members and cards", "decisions:members", of_group("members"), needs_log_in=True),
    PageType("meeting of a group", "decisions:meeting", of_group("meeting"), needs_log_in=True),
    PageType("open a meeting", "decisions:meeting", of_group("meeting", is_closed=True), needs_log_in=True),
    PageType("minutes of a meeting", "decisions:minutes", of_group("minutes"), needs_log_in=True),
    PageType("proposal being decided", "decisions:proposal", of_group("proposal", 1), needs_log_in=True),
    PageType("proposal decided and overruled", "decisions:proposal", of_group("proposal", 2), needs_log_in=True),
    PageType("proposal being discussed", "decisions:proposal", of_group("proposal", 3), needs_log_in=True),
    PageType("overrule a group", "decisions:overrule", of_group("overrule", 1), needs_log_in=True),
    PageType("card of a member", "decisions:phone", of_group("phone")),
    PageType("closed meeting on a phone", "decisions:phone", of_group("phone", is_closed=True), status=410),
    PageType("meeting with an account", "decisions:take-part", of_group("take-part"), needs_log_in=True),
    PageType(
        "vote with an account",
        "decisions:take-part-proposal",
        of_group("take-part-proposal", 1),
        needs_log_in=True,
    ),
    PageType(
        "result with an account",
        "decisions:take-part-proposal",
        of_group("take-part-proposal", 2),
        needs_log_in=True,
    ),
    PageType("no decisions", "decisions:decisions", at("decisions:decisions")),
    PageType(
        "decisions", "decisions:decisions", with_fixture("decisions:decisions", "own_decision"), needs_log_in=True
    ),
    PageType("you said, nothing yet", "decisions:you-said", at("decisions:you-said")),
    PageType("you said", "decisions:you-said", with_fixture("decisions:you-said", "own_decision"), needs_log_in=True),
    PageType(
        "you said, one",
        "decisions:you-said-one",
        of_record("decisions:you-said-one", "own_decision"),
        needs_log_in=True,
    ),
    PageType(
        "design, nothing yet", "decisions:co-design", of_record("decisions:co-design", "own_project"), needs_log_in=True
    ),
    PageType(
        "design with young people",
        "decisions:co-design",
        of_record("decisions:co-design", "designed_project"),
        needs_log_in=True,
    ),
    PageType(
        "why there is no need",
        "decisions:design-reason",
        of_record("decisions:design-reason", "designed_project"),
        needs_log_in=True,
    ),
    PageType("no projects without needs", "decisions:without-needs", at("decisions:without-needs")),
    PageType(
        "projects without needs",
        "decisions:without-needs",
        with_fixture("decisions:without-needs", "designed_project"),
        needs_log_in=True,
    ),
    PageType("record a decision", "decisions:new-decision", at("decisions:new-decision"), needs_log_in=True),
    PageType("decision", "decisions:decision", of_record("decisions:decision", "own_decision"), needs_log_in=True),
    PageType(
        "decision that lacks both",
        "decisions:decision",
        of_record("decisions:decision", "bare_decision"),
        needs_log_in=True,
    ),
    PageType(
        "stories in a decision", "decisions:stories", of_record("decisions:stories", "own_decision"), needs_log_in=True
    ),
    PageType("homes", "decisions:homes", of_record("decisions:homes", "counted_homes"), needs_log_in=True),
    PageType(
        "count homes", "decisions:add-homes", of_record("decisions:add-homes", "counted_homes"), needs_log_in=True
    ),
    PageType(
        "answers behind a decision",
        "decisions:answers",
        of_record("decisions:answers", "own_decision"),
        needs_log_in=True,
    ),
    *(
        PageType(
            f"decision: {section}",
            "records:section",
            of_record("records:section", "own_decision", section),
            needs_log_in=True,
        )
        for section in ("what", "voice", "did", "role")
    ),
    *(
        PageType(
            f"decision, list: {rows}",
            "library:rows",
            of_record("library:rows", "own_decision", rows),
            needs_log_in=True,
        )
        for rows in ("options", "took-part", "figures-used", "told")
    ),
    PageType("before you start, of nobody", "conditions:groundworks", at("conditions:groundworks")),
    PageType(
        "before you start",
        "conditions:groundworks",
        with_fixture("conditions:groundworks", "settled_groundwork"),
        needs_log_in=True,
    ),
    PageType(
        "start to settle",
        "conditions:new-groundwork",
        lambda request: f"{reverse('conditions:new-groundwork')}?about={request.getfixturevalue('own_project').slug}",
        needs_log_in=True,
    ),
    *(
        PageType(f"{name}, {state}", view, of_record(view, f"{state}_groundwork"), needs_log_in=True)
        for name, view in (("groundwork", "conditions:groundwork"), ("what to settle", "conditions:settle"))
        for state in ("empty", "settled")
    ),
    *(
        PageType(
            f"groundwork: {act}",
            "conditions:record",
            of_record("conditions:record", "settled_groundwork", act),
            needs_log_in=True,
        )
        for act in ("start", "change", "leader", "end")
    ),
    *(
        PageType(
            f"groundwork: {section}",
            "records:section",
            of_record("records:section", "settled_groundwork", section),
            needs_log_in=True,
        )
        for section in ("group", "why", "system", "time", "capacity", "partners")
    ),
    *(
        PageType(
            f"groundwork, list: {rows}",
            "library:rows",
            of_record("library:rows", "settled_groundwork", rows),
            needs_log_in=True,
        )
        for rows in ("aims", "activities", "capacity", "project-risks")
    ),
    PageType(
        "change a row",
        "library:change-row",
        lambda request: reverse(
            "library:change-row", args=[request.getfixturevalue("settled_groundwork").slug, "aims", 0]
        ),
        needs_log_in=True,
    ),
    PageType("too little to say what happened later", "conditions:what-happened", at("conditions:what-happened")),
    PageType("what happened later", "conditions:what-happened", with_fixture("conditions:what-happened", "ten_ended")),
    PageType(
        "what an evaluation could show",
        "evaluation:outlook",
        lambda request: request.getfixturevalue("outlook"),
        needs_log_in=True,
    ),
    PageType("plans of nobody", "evaluation:plans", at("evaluation:plans")),
    PageType("plans", "evaluation:plans", with_fixture("evaluation:plans", "draft"), needs_log_in=True),
    PageType(
        "new plan", "evaluation:new-plan", with_fixture("evaluation:new-plan", "official_figures"), needs_log_in=True
    ),
    PageType("change plan", "evaluation:change-plan", of_plan("evaluation:change-plan", "draft"), needs_log_in=True),
    PageType("draft", "evaluation:plan", of_plan("evaluation:plan", "draft"), needs_log_in=True),
    PageType("waiting for a result", "evaluation:plan", of_plan("evaluation:plan", "waiting_plan"), needs_log_in=True),
    PageType("result", "evaluation:plan", of_plan("evaluation:plan", "example")),
    PageType("no result possible", "evaluation:plan", of_plan("evaluation:plan", "refused_plan"), needs_log_in=True),
    PageType("model not evaluated yet", "evaluation:model", of_model("evaluation:model", "published_model")),
    PageType("model over its councils", "evaluation:model", of_model("evaluation:model", "evaluated_model")),
    PageType("model with its councils", "library:model", of_model("library:model", "evaluated_model")),
    PageType("right of reply", "evaluation:reply", reply_of_council, needs_log_in=True),
    PageType("how well it does", "evaluation:how-well", with_fixture("evaluation:how-well", "example")),
    PageType("how it works", "evaluation:method", at("evaluation:method")),
    PageType("bad request", "", failing("/fail/400/"), status=400),
    PageType("not allowed", "", failing("/fail/403/"), status=403),
    PageType("not found", "", lambda request: "/nothing/here/", status=404),
    PageType("server error", "", failing("/fail/500/"), status=500),
    PageType("full disk", "", failing("/fail/503/"), status=503),
]

NOT_PAGES = {
    "robots": "for robots",
    "favicon": "a picture",
    "manifest": "for telephones",
    "security-contact": "for robots",
    "content:sitemap": "for robots",
    "accounts:well-known-change-password": "leads on",
    "events:open-booking": "takes a POST and leads on",
    "events:cancel-a-booking": "takes a POST and leads on",
    "events:accept-offer": "takes a POST and leads on",
    "events:decline-offer": "takes a POST and leads on",
    "events:bookings-file": "a download",
    "events:draft-report": "takes a POST and leads on",
    "events:take-off-report": "takes a POST and leads on",
    "events:take-notes": "takes a POST and leads on",
    "events:receive-action": "takes a POST and leads on; what is wrong it shows on the page of the action",
    "events:stop-reminders": "takes a POST and leads on",
    "events:follow-suggestion": "takes a POST and leads on; what is wrong it shows on the page of the suggestion",
    "events:received-mail": "a download",
    "places:remove-journey": "takes a POST and leads on",
    "peers:export": "a file",
    "peers:import-template": "a file",
    "peers:run-file": "a file",
    "peers:start-run": "takes a POST and leads on; what is wrong it shows on the page of runs",
    "peers:confirm": "takes a POST and leads on",
    "peers:close": "takes a POST and leads on",
    "adoption:own-figures-file": "a file",
    "adoption:own-figures-template": "a file",
    "adoption:freeze-again": "takes a POST and leads on",
    "adoption:undo-phase": "takes a POST and leads on",
    "notices:metrics": "numbers for Prometheus",
    "actions:calendar": "a calendar",
    "events:booking-calendar": "a calendar",
    "events:calendar": "a calendar",
    "events:event-calendar": "a calendar",
    "actions:calendar-file": "a calendar",
    "notices:send-test-mail": "takes a POST and leads on",
    "lessons:similar": "a piece of a page",
    "lessons:anonymous-send": "takes a POST; shows the code once",
    "lessons:anonymous-drop": "takes a POST and leads on",
    "lessons:send-back": "takes a POST and leads on",
    "lessons:stop-asking": "takes a POST and leads on",
    "lessons:settle": "takes a POST and leads on",
    "lessons:change-answer": "takes a POST and leads on",
    "lessons:make-lesson": "takes a POST and leads on",
    "lessons:take-back-why-not": "takes a POST and leads on",
    "library:check-fact": "takes a POST and leads on",
    "library:self-check-file": "a file",
    "library:library-csv": "a file",
    "library:library-json": "a file",
    "library:library-ris": "a file",
    "records:feed": "a feed",
    "records:feed-of-kind": "a feed",
    "boards:feed": "a feed",
    "records:atom": "a feed",
    "records:atom-of-kind": "a feed",
    "boards:atom": "a feed",
    "boards:follow": "takes a POST and leads on",
    "accounts:log-out": "takes a POST and leads on",
    "evaluation:ask-for-reply": "takes a POST and leads on",
    "evaluation:chart-file": "a picture",
    "evaluation:model-bundle": "a download",
    "evaluation:model-chart": "a picture",
    "evaluation:model-file": "a download",
    "evaluation:start-model": "takes a POST and leads on",
    "evaluation:discard-plan": "takes a POST and leads on",
    "evaluation:lock-plan": "takes a POST and leads on; a refusal shows the draft",
    "evaluation:replace-plan": "takes a POST and leads on",
    "evaluation:result-file": "a download",
    "library:reported-file": "a download",
    "library:keep": "takes a POST and leads on",
    "library:hide-need": "takes a POST and leads on",
    "library:answer-as-coach": "takes a POST and leads on",
    "conditions:again": "takes a POST and leads on",
    "conditions:looked-again": "takes a POST and leads on",
    "decisions:homes-file": "a download",
    "decisions:remove-homes": "takes a POST and leads on",
    "decisions:close-recruitment": "takes a POST and leads on",
    "decisions:read": "takes a POST and leads on",
    "decisions:write-decision": "takes a POST and leads on",
    "decisions:phone-proposal": "the page of a proposal, after a POST with the card",
    "decisions:remove-co-design": "takes a POST and leads on",
    "decisions:poster": "a download",
    "conditions:what-happened-file": "a file",
    "library:remove-row": "takes a POST and leads on",
    "adoption:remove-change": "takes a POST and leads on",
    "adoption:remove-check": "takes a POST and leads on",
    "voice:confirm-recorded": "takes a POST and leads on",
    "voice:keep": "takes a POST and leads on",
    "voice:sheet": "a download",
    "voice:file": "a picture or a recording",
    "voice:picture": "a picture",
    "voice:concern-file": "a picture or a recording",
    "voice:story-recording": "a sound",
    "voice:not-used": "a download",
    "voice:agree-safety": "takes a POST and leads on",
    "voice:confirm-safety": "takes a POST and leads on",
    "voice:read-concern": "the page of a worry with its words, after a POST",
    "evaluation:work-out": "takes a POST and leads on",
    "indicators:answer": "an act",
    "indicators:follow": "an act",
    "indicators:remove-proposal": "an act",
    "indicators:remove-action-measure": "an act",
    "indicators:proposal-file": "a download",
    "indicators:everything": "a download",
    "indicators:change-release": "an act",
    "indicators:council-csv": "a download",
    "indicators:council-xlsx": "a download",
    "indicators:council-file": "a download",
    "indicators:council-chart": "a picture",
    "indicators:compare-chart": "a picture",
    "indicators:measure-xlsx": "a download",
    "indicators:inspection-report": "a download",
    "indicators:measure-csv": "a download",
    "health-live": "one word for a load balancer",
    "health-ready": "a few words for a load balancer",
    "accounts:export": "a download",
    "accounts:link-sign-on": "opened once, from a mail, in the browser that asked for it",
    "accounts:erase": "asks for the password first; then one box to tick",
    "conditions:export": "a download",
    "conditions:remove-words": "takes a POST and leads on",
    "rooms:scan": "leads on to the page of the room",
    "rooms:screen-answers": "a part of the screen, for its script",
    "rooms:answer": "takes a POST and leads on; what is wrong it shows on the page of the room",
    "rooms:answer-form": "takes a POST and leads on; what is wrong it shows on the page of the room",
    "rooms:moderate": "takes a POST and leads on",
    "rooms:close": "takes a POST and leads on",
    "rooms:export": "a download",
    "evaluation:evaluation": "leads on to the page of the plan",
    "records:record": "leads on to the page of the record; a withdrawn one has one sentence",
    "records:publish": "takes a POST and leads on",
    "records:take-down": "takes a POST and leads on",
    "records:export": "a download",
    "records:import-template": "a download",
    "records:import-answer": "takes a POST and leads on",
    "records:autosave": "answers a script",
    "records:discard-typed": "takes a POST and leads on",
    "records:restore": "takes a POST and leads on",
    "records:follow": "takes a POST and leads on",
    "records:ask-for-review": "takes a POST and leads on",
    "records:request-document": "takes a POST and leads on",
    "records:attachment": "a download",
    "records:earlier-attachment": "a download",
    "search:delete-saved": "takes a POST and leads on",
    "records:remove-attachment": "takes a POST and leads on",
    "places:change-invitation": "takes a POST and leads on",
    "places:remove-member": "takes a POST and leads on",
    "places:leave-circle": "takes a POST and leads on",
    "peers:agree-aim": "takes a POST and leads on",
    "peers:visit-calendar": "a calendar file",
    "places:change-circle-leader": "takes a POST and leads on",
    "places:cancel-circle-invitation": "takes a POST and leads on",
    "notices:unsubscribe": "one sentence and a button",
    "notices:outbox-html": "a mail, not a page of the site",
    "notices:retry-job": "takes a POST and leads on",
}


def of_kind(kind: Kind, view: str, *rest: str) -> Callable[[pytest.FixtureRequest], str]:
    """The address of a view of a draft of this kind."""

    def make_path(request: pytest.FixtureRequest) -> str:
        record = make_of_kind(kind.model, request.getfixturevalue("user"), "Someone to call at night")
        return reverse(view, args=[record.slug, *rest])

    return make_path


def make_pages_of_kind(kind: Kind) -> list[PageType]:
    """Its page and each section of its form, as its author sees them."""
    name = kind.label.lower()
    sections = [
        PageType(
            f"{name}: {section.name}",
            "records:section",
            of_kind(kind, "records:section", section.name),
            needs_log_in=True,
        )
        for section in get_sections(kind.name)
    ]
    return [PageType(name, kind.page, of_kind(kind, kind.page), needs_log_in=True), *sections]


def make_pages() -> list[PageType]:
    there = {page.view for page in WRITTEN} | NOT_PAGES.keys()
    of_kinds = [page for kind in get_kinds() if kind.page not in there for page in make_pages_of_kind(kind)]
    starts = [
        PageType(f"start: {get_kind(kind).label.lower()}", view, at(view), needs_log_in=True)
        for view, kind in get_start_pages().items()
        if view not in there
    ]
    return [*WRITTEN, *of_kinds, *starts]


PAGES = make_pages()
