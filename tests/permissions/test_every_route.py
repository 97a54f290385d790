"""The permission test: one record of every kind at every level of sharing, with a planted sentence, on every route.

For every relation to the owner it asks every address, and looks at the status and for the sentence. A kind or an
address without a rule fails.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from cairn.accounts.models import User
from cairn.adoption.models import Adoption
from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.evaluation.services import share_like_plan
from cairn.library.models import Claim, PracticeModel, Programme, Project
from cairn.papers.models import Paper
from cairn.places.models import Membership
from cairn.records import services
from cairn.records.kinds import get_kinds
from cairn.records.models import Attachment, Record, RecordFile, Report, Tie
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.evaluation import make_locked_plan, make_result
from tests.factories.library import make_claim
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, approve, join, make_circle, make_draft, make_organisation, make_team
from tests.permissions.routes import RULES, get_own_routes

pytestmark = pytest.mark.django_db
LEVELS = ["draft", "team", "organisation", "circle", "public"]
SEES = {
    "anonymous": {"public"},
    "stranger": {"public"},
    "other organisation": {"public"},
    "waits to be let in": {"public"},
    "same organisation": {"organisation", "public"},
    "coordinator": {"organisation", "public"},
    "reader": {"organisation", "public"},
    "same team": set(LEVELS),
    "reader in the team": set(LEVELS),
    "author": set(LEVELS),
    "in the circle": {"circle", "public"},
    "moderator": {"public"},
    "editor": {"public"},
    "host": {"public"},
}
CHANGES = {"same team", "author"}
NOT_THERE = {404, 410}


@dataclass
class Planted:
    """A record with everything that can hang on one; `sentence` stands in all of it."""

    record: Any
    level: str
    sentence: str
    attachment: Attachment
    report: Report
    tie: int
    revision: int | None
    place: Any


def plan_of(author: User, sentence: str, **changes: Any) -> EvaluationPlan:
    return make_locked_plan(author, what_was_started=sentence, **changes)


def make_of_kind(model: type[Record], author: User, sentence: str) -> Any:
    """A draft of this kind; a new kind needs a line here."""
    if model in (Need, Challenge):
        texts = dict.fromkeys(model.TEXTS, sentence)
        return make_draft(model, author=author, **texts)
    if model in (Programme, PracticeModel, Project):
        return make_draft(model, author=author, **dict.fromkeys(model.TEXTS, sentence))
    if model is Claim:
        # About a record that nobody else sees: its page must not tell of that one either.
        return make_claim(make_draft(PracticeModel, author=author, title=sentence), author=author, words=sentence)
    if model is Adoption:
        hidden = make_draft(PracticeModel, author=author, title=sentence)
        given = {"practice_model": hidden, "place": FictionalCouncilFactory(), "grade": "E"}
        return make_draft(Adoption, author=author, **given, **dict.fromkeys(Adoption.TEXTS, sentence))
    if model is Paper:
        # Of an option, a result and a need that nobody else sees: its page must not tell of those either.
        hidden = make_draft(PracticeModel, author=author, title=sentence)
        claim = make_claim(hidden, author=author, words=sentence)
        snapshot = {"claims": {hidden.slug: [claim.slug]}, "needs": []}
        given = {"about": hidden, "options": [hidden.slug], "snapshot": snapshot}
        return make_draft(Paper, author=author, **given, **dict.fromkeys(Paper.TEXTS, sentence))
    if model in (EvaluationPlan, Evaluation):
        plan = plan_of(author, sentence)
        make_result(plan)
        Record.objects.filter(pk__in=[plan.pk, plan.evaluations.get().pk]).update(title=sentence)
        return EvaluationPlan.objects.get(pk=plan.pk) if model is EvaluationPlan else plan.evaluations.get()
    raise AssertionError(f"Say in make_of_kind how a {model.__name__} is made.")


def share(record: Any, author: User, level: str) -> None:
    if record.kind in ("evaluation_plan", "evaluation"):
        plan = record if record.kind == "evaluation_plan" else record.plan
        if level == "draft":
            Record.objects.filter(pk__in=[plan.pk, *plan.evaluations.values_list("pk", flat=True)]).update(live=False)
            return
        # Results are published by locking; here only who sees them changes.
        circle = make_circle() if level == "circle" else None
        Record.objects.filter(pk=plan.pk).update(sharing=level, circle=circle)
        share_like_plan(plan=plan)
        return
    if level == "draft":
        return
    if level == "public":
        approve(record)
    circle = make_circle(author) if level == "circle" else None
    services.share_record(record=record, by=author, at=NOON, sharing=level, circle=circle)


@pytest.fixture
def people():
    council, other = make_organisation(), make_organisation("Brindlebridge Council")
    team = make_team(council)
    found = {name: UserFactory() for name in SEES if name != "anonymous"}
    join(found["other organisation"], other, role="coordinator", team=make_team(other, "Other team"))
    Membership.objects.create(user=found["waits to be let in"], organisation=council, asked_at=NOON)
    join(found["same organisation"], council)
    join(found["coordinator"], council, role="coordinator")
    join(found["reader"], council, role="reader")
    join(found["same team"], council, team=team)
    join(found["reader in the team"], council, role="reader", team=team)
    join(found["author"], council, team=team)
    make_circle(found["in the circle"])
    for role in ("moderator", "editor", "host"):
        give_site_role(found[role], role)
    return found


@pytest.fixture
def planted(people):
    """One of every kind at every level, and what hangs on each."""
    author, found = people["author"], []
    for number, (kind, level) in enumerate((kind, level) for kind in get_kinds() for level in LEVELS):
        sentence = f"Planted-{number}-{kind.name}-{level}"
        record = make_of_kind(kind.model, author, sentence)
        share(record, author, level)
        record.refresh_from_db()
        found.append(hang_everything_on(record, level, sentence, author))
    return found


def hang_everything_on(record: Any, level: str, sentence: str, author: User) -> Planted:
    attachment = Attachment(
        record_id=record.pk,
        title=sentence,
        name="file.txt",
        content_type="text/plain",
        size=1,
        sha256="0" * 64,
        state="ready",
        text=sentence,
        added_at=NOON,
    )
    attachment.file.save("file.txt", ContentFile(sentence.encode()))
    made = RecordFile(record_id=record.pk, form="pdf", fingerprint="0" * 64, requested_at=NOON, made_at=NOON)
    made.file.save("record.pdf", ContentFile(sentence.encode()))
    report = services.make_report(text=sentence, by=author, at=NOON, record=record)
    services.answer_report(report=report, answer=sentence, by=author, at=NOON)
    other = Record.objects.exclude(pk=record.pk).order_by("pk").first()
    tie = 0
    if other is not None:
        made_tie = Tie.objects.create(
            source_id=record.pk, target_id=other.pk, relation="supports", reason=sentence, made_at=NOON
        )
        tie = made_tie.pk
    place = getattr(record, "place", None) or FictionalCouncilFactory()
    return Planted(record, level, sentence, attachment, report, tie, record.latest_revision_id, place)


def test_every_route_has_a_rule():
    assert get_own_routes() == set(RULES)


def test_every_kind_is_planted(planted):
    assert {one.record.kind for one in planted} == {kind.name for kind in get_kinds()}


def get_client(who: str, people: dict[str, User]) -> Client:
    client = Client(raise_request_exception=True)
    if who != "anonymous":
        client.force_login(people[who])
    return client


def read(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace") + str(response.headers)


@pytest.mark.parametrize("who", SEES)
def test_nobody_gets_anything_of_what_they_may_not_see_on_any_route(who, people, planted):
    client = get_client(who, people)
    hidden = [one for one in planted if one.level not in SEES[who]]
    problems = []
    for name, rule in RULES.items():
        for one in planted if rule.about != "other" else planted[:1]:
            arguments = rule.arguments(one)
            refused = one in hidden or (rule.about == "own" and who not in CHANGES)
            if arguments is None or (rule.about != "other" and not refused):
                continue
            for method in rule.methods:
                address = reverse(name, args=arguments)
                response = getattr(client, method)(address)
                content = read(response)
                leaked = [other.sentence for other in hidden if other.sentence in content]
                if leaked:
                    problems.append(f"{method} {address} ({response.status_code}) shows {leaked[0]}")
                if rule.about != "other" and not is_refusal(response, who):
                    problems.append(f"{method} {address} of {one.sentence} answers {response.status_code}")
                if response.status_code >= 500:
                    problems.append(f"{method} {address} fails")
    assert not problems, "\n".join(problems[:30])


def is_refusal(response: Any, who: str) -> bool:
    """404 as for what is not there; somebody who is not logged in is led to the log-in, whatever they asked for."""
    if who == "anonymous":
        return response.status_code in NOT_THERE or (
            response.status_code == 302 and response.headers["Location"].startswith("/log-in/")
        )
    return response.status_code in NOT_THERE


@pytest.mark.parametrize("who", [who for who in SEES if SEES[who] != {"public"}] + ["stranger"])
def test_everybody_gets_what_they_may_see(who, people, planted):
    """The test above would pass for a site that shows nothing."""
    client = get_client(who, people)
    for one in planted:
        if one.level in SEES[who]:
            page = client.get(one.record.get_absolute_url(), follow=True)
            assert page.status_code == 200
            assert one.sentence in page.content.decode()
            listed = client.get("/records/", {"q": one.sentence}).content.decode()
            assert listed.count(one.sentence) >= 1


def test_search_and_counts_do_not_tell_of_what_is_hidden(people, planted):
    client = get_client("stranger", people)
    for one in planted:
        page = client.get("/records/", {"q": one.sentence}).content.decode()
        assert ("Nothing fits" in page) == (one.level != "public")


def test_what_was_reported_is_for_those_who_answer_it_and_who_said_it(people, planted):
    for one in planted:
        for who in SEES:
            if who in {"author", "same team", "moderator"}:
                continue
            assert one.sentence not in read(get_client(who, people).get(f"/reports/{one.report.pk}/"))
