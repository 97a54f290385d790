"""One record of every kind at every level of sharing, each with its own sentence, and everybody who may ask for it.

A kind that is more than its texts needs a line in `MAKERS`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import CharField, TextField
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.actions.models import Action, ActionMove
from cairn.adoption.models import Adaptation, Adoption, AdoptionMove, AdoptionPart, OwnPhase, UseComment
from cairn.adoption.services import save_check, save_figures, save_review, start_embedding, start_measure
from cairn.conditions.models import ConditionProfile, Course, Groundwork, PlanChange, Repeated, Settling
from cairn.conditions.queries import make_snapshot
from cairn.decisions.models import Decision, HomesCount
from cairn.decisions.services import add_stage, publish_reason
from cairn.evaluation.models import Evaluation, EvaluationPlan
from cairn.evaluation.services import share_like_plan
from cairn.events.models import BookingNeeds, LearningEvent
from cairn.lessons.models import Insight
from cairn.library.forms.rows import get_row_kinds
from cairn.library.models import Claim, Component, Guidance, PracticeModel, Project, Recommendation, SelfCheck
from cairn.library.services import add_row, make_update, save_answers
from cairn.papers.models import Paper
from cairn.peers.models import Aim, Exchange, Partnership, Visit
from cairn.places.models import Membership
from cairn.records import services
from cairn.records.kinds import get_kinds
from cairn.records.models import Attachment, Guest, Record, RecordFile, Report, Tie
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.boards import make_board_of_everything
from tests.factories.evaluation import make_locked_plan, make_result
from tests.factories.events import add as add_to_event
from tests.factories.events import arrange, make_booking, make_event
from tests.factories.library import indexed_at_the_end, make_claim
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, approve, join, make_circle, make_draft, make_organisation, make_team
from tests.factories.reflections import COUNCIL, HELPS, make_closed, open_round
from tests.snapshots import loaded

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
    "invited to an action": {"public"},  # and one action besides, see `GUEST`
}
# Who was let into one record by e-mail, and into which: of an action that nobody has shared with anybody.
GUEST, GUEST_OF = "invited to an action", ("action", "draft")
OUTSIDERS = [who for who, levels in SEES.items() if levels == {"public"}]
INSIDERS = [who for who in SEES if who not in OUTSIDERS]
CHANGES = {"same team", "author"}

SHORTEST = 50  # letters that a column takes which can hold a planted sentence; keys of vocabularies are shorter

# What stands in the lists that hang on a record; as words they count like its texts.
ROWS = {
    "options": lambda words: {"title": words, "why": words, "is_chosen": True},
    "took-part": lambda words: {"who": "young_people", "group": words, "number": 8, "took": ["voice"]},
    "figures-used": lambda words: {"measure": "cla_rate", "place": FictionalCouncilFactory(), "year": 2025},
    "told": lambda words: {"who": "young_people", "group": words, "how": words, "told_on": "2026"},
    "parts": lambda words: {"what": words, "outcome": words},
    "ratings": lambda words: {"scale": words, "level": "3", "rated_by": words, "rated_on": "2025", "where": words},
    "moves": lambda words: {"move": "designing", "moved_on": "2025", "note": words},
    "outcomes": lambda words: {"title": words, "baseline": words},
    "costs": lambda words: {"covers": words, "amount": 1200, "unit": "year"},
    "awards": lambda words: {"words": words},
    "funding": lambda words: {"financial_model": "grant", "words": words},
    "life-cycle": lambda words: {"step": "started", "note": words},
    "risks": lambda words: {"what": words, "early_sign": words, "who_watches": words, "stop_rule": words},
    "system": lambda words: {"part": words, "after": words},
    "aims": lambda words: {"title": words, "measured_by": words, "baseline": words, "target": words, "result": words},
    "activities": lambda words: {"what": words, "inputs": words, "mechanism": words},
    "assumptions": lambda words: {"what": words, "watched_by": words, "sign": words},
    "steps-before": lambda words: {"agency": words, "what": words},
    "steps-after": lambda words: {"agency": words, "what": words},
    "capacity": lambda words: {
        "what": words,
        "unit": "hours",
        "competing_words": words,
        "promised": Decimal(9),
        "available": Decimal(9),
        "competing": Decimal(1),
    },
    "partners": lambda words: {"name": words, "role": words, "shares_data": "yes", "data_basis": words},
    "talks": lambda words: {"who": words, "about": words, "every": 7},
    "project-risks": lambda words: {
        "what": words,
        "likelihood": "low",
        "stop_rule": words,
        "owner": words,
        "review_on": date(2026, 12, 1),
    },
}


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

    def is_seen_by(self, who: str) -> bool:
        return self.level in SEES[who] or (who == GUEST and (self.record.kind, self.level) == GUEST_OF)


def plan_of(author: User, sentence: str, **changes: Any) -> EvaluationPlan:
    return make_locked_plan(author, what_was_started=sentence, **changes)


def make_of_kind(model: type[Record], author: User, sentence: str) -> Any:
    """A draft of this kind, with the sentence in every text of it and in the lists that hang on it."""
    return MAKERS.get(model, make_from_texts)(model, author, sentence)


def make_from_texts(model: type[Record], author: User, sentence: str) -> Any:
    """Of a kind that needs no more than its texts."""
    forgotten = get_text_columns(model) - set(model.TEXTS)
    assert not forgotten, (
        f"{', '.join(sorted(forgotten))} of {model.__name__} hold words, and nothing is planted there. Name them in "
        "its TEXTS, or say in MAKERS of tests/permissions/planting.py how one is made."
    )
    record = make_draft(model, author=author, **dict.fromkeys(model.TEXTS, sentence))
    for kind in get_row_kinds(record.kind):
        if kind.model is not None:
            assert kind.name in ROWS, (
                f"Say in ROWS of tests/permissions/planting.py what stands in a row of “{kind.name}”."
            )
            add_row(record=record, kind=kind, answers=ROWS[kind.name](sentence), by=author, at=NOON)
    return record


def get_text_columns(model: type[Record]) -> set[str]:
    """Those that take a sentence; dates are kept as short texts, and choices are no words of anybody."""
    return {
        field.name
        for field in model._meta.fields
        if isinstance(field, CharField | TextField)
        and field.editable
        and not field.choices
        and (field.max_length is None or field.max_length >= SHORTEST)
    }


def make_action(model: type[Record], author: User, sentence: str) -> Action:
    """With an owner who is still there, so that no coordinator has to find one; its acts are words of the team."""
    action: Action = make_draft(model, author=author, owner=author, **dict.fromkeys(model.TEXTS, sentence))
    ActionMove.objects.create(action=action, act="stuck", words=sentence, by=author, at=NOON)
    Action.objects.filter(pk=action.pk).update(contact=sentence)
    return action


def make_project(model: type[Record], author: User, sentence: str) -> Project:
    record = make_from_texts(model, author, sentence)
    told = {"moved": sentence, "stuck": sentence, "needs": sentence, "shows_need": True}
    make_update(project=record, by=author, at=NOON, **told)
    embedding = start_embedding(record=record, started_on=NOON.date(), by=author, at=NOON)
    answers = {"owner": {"state": "not_yet", "note": sentence, "next_step": sentence}}
    save_review(embedding=embedding, when="start", answers=answers, by=author, at=NOON)
    plant_figures(record, author, sentence)
    add_stage(record=record, stage="designing", held_on="2025", what=sentence, young_people=0, by=author, at=NOON)
    publish_reason(project=record, words=sentence, by=author, at=NOON)
    return record


def make_groundwork(model: type[Record], author: User, sentence: str) -> Groundwork:
    """About a project that nobody else sees; what happened to it since is told with it."""
    hidden = make_draft(Project, author=author, title=sentence)
    record = make_from_texts(model, author, sentence)
    Groundwork.objects.filter(pk=record.pk).update(about=hidden.pk)
    document = json.dumps(make_snapshot(record), default=str)
    Settling.objects.create(groundwork=record, at=NOON, by=author, document=document, sha256="0" * 64)
    Course.objects.create(groundwork=record, started_on="2026-11", result=sentence)
    told = {"what": sentence, "was": sentence, "now": sentence, "reason": sentence}
    PlanChange.objects.create(groundwork=record, kind="leader", on=NOON.date(), by=author, at=NOON, **told)
    key = record.talks.values_list("key", flat=True)[0]
    Repeated.objects.create(groundwork=record, what="talk", key=key, on=NOON.date(), by=author, at=NOON)
    return record


def make_decision(model: type[Record], author: User, sentence: str) -> Decision:
    """About a project that nobody else sees."""
    hidden = make_draft(Project, author=author, title=sentence)
    record = make_from_texts(model, author, sentence)
    Decision.objects.filter(pk=record.pk).update(about=hidden.pk)
    return record


def plant_figures(record: Project, author: User, sentence: str) -> None:
    """Of its team alone, whoever reads the project; and homes that its readers may count."""
    quarter = {"first": date(2025, 1, 1), "last": date(2025, 3, 31)}
    HomesCount.objects.create(about_id=record.pk, offered=3, moved_in=2, ended=0, still_home=12, **quarter)
    described = {"title": sentence, "definition": sentence, "has_reminders": True}
    chosen = {"asks": "practice", "form": "count", "every": "month", "better": "up"}
    measure = start_measure(record=record, answers=described | chosen, by=author, at=NOON)
    figures = {
        date(2025, 1, 1): {"number": 7, "note": sentence},
        date(2025, 2, 1): {"why_none": sentence},
    }
    save_figures(measure=measure, figures=figures, by=author, at=NOON)
    OwnPhase.objects.create(
        measure=measure, period=date(2025, 2, 1), ground="counted", reason=sentence, by=author, made_at=NOON
    )


def make_insight(model: type[Record], author: User, sentence: str) -> Insight:
    """Rests on something that nobody else sees: its page must not tell of that one either."""
    record = make_draft(
        model, author=author, viewpoints=["project"], confidence="sure", **dict.fromkeys(model.TEXTS, sentence)
    )
    hidden = make_draft(PracticeModel, author=author, title=sentence)
    Tie.objects.create(source_id=hidden.pk, target_id=record.pk, relation="supports", reason=sentence, made_at=NOON)
    return record


def make_learning_event(model: type[Record], author: User, sentence: str) -> LearningEvent:
    """A session tells of a project, and a takeaway rests on one, that nobody else sees."""
    record = make_event(author, **dict.fromkeys(model.TEXTS, sentence))
    hidden = make_draft(Project, author=author, title=sentence)
    add_to_event(record, "sessions", title=sentence, room_name=sentence[:100], notes=sentence, about=hidden)
    add_to_event(record, "speakers", session=0, name=sentence, role=sentence, organisation_name=sentence, about=hidden)
    add_to_event(record, "conditions", side="helps", title=sentence)
    add_to_event(record, "takeaways", title=sentence, words=sentence)
    add_to_event(record, "evidence", takeaway=0, record=hidden, says="supports", reason=sentence)
    arrange(record, address=sentence, access_words=sentence, joining=sentence, starts_at=now() + timedelta(days=30))
    booking = make_booking(record, name=sentence, organisation_name=sentence)
    BookingNeeds.objects.create(booking=booking, words=sentence)
    return record


def make_result_of_nothing_seen(model: type[Record], author: User, sentence: str) -> Claim:
    """About a record that nobody else sees: its page must not tell of that one either."""
    return make_claim(make_draft(PracticeModel, author=author, title=sentence), author=author, words=sentence)


def make_adoption(model: type[Record], author: User, sentence: str) -> Adoption:
    hidden = make_draft(PracticeModel, author=author, title=sentence)
    part = Component(position=0, what=sentence, keep="must_keep")
    hidden.components.add(part)
    hidden.save()
    given = {"practice_model": hidden, "place": FictionalCouncilFactory(), "grade": "E"}
    hanging = {
        "moves": [AdoptionMove(status="starting", moved_on="2025", note=sentence, reason=sentence)],
        "parts": [AdoptionPart(part=sentence, must_keep=True, state="kept", note=sentence)],
        "adaptations": [
            Adaptation(what=sentence, why=sentence, part=sentence, originator_view=sentence, by=author, noted_at=NOON)
        ],
    }
    use = make_draft(model, author=author, **given, **hanging, **dict.fromkeys(model.TEXTS, sentence))
    answers = [(part, "fully", sentence)]
    save_check(use=use, checked_on=NOON.date(), how="self", answers=answers, by=author, at=NOON)
    UseComment.objects.create(adoption=use, organisation=make_organisation(), text=sentence, by=author, at=NOON)
    return use


def make_paper(model: type[Record], author: User, sentence: str) -> Paper:
    """Of an option, a result and a need that nobody else sees: its page must not tell of those either."""
    hidden = make_draft(PracticeModel, author=author, title=sentence)
    claim = make_claim(hidden, author=author, words=sentence)
    snapshot = {"claims": {hidden.slug: [claim.slug]}, "needs": []}
    given = {"about": hidden, "options": [hidden.slug], "snapshot": snapshot}
    return make_draft(model, author=author, **given, **dict.fromkeys(model.TEXTS, sentence))


def make_profile(model: type[Record], author: User, sentence: str) -> ConditionProfile:
    """About a project that nobody else sees, with words of people from a closed round; another is open."""
    hidden = Record.objects.get(pk=make_draft(Project, author=author, title=sentence).pk)
    profile: ConditionProfile = make_draft(model, author=author, about=hidden, **dict.fromkeys(model.TEXTS, sentence))
    make_closed(profile, {COUNCIL: 4}, HELPS, words={"aim": sentence})
    opened = open_round(profile, reason=sentence)
    opened.respondents.create(email=f"{sentence}@example.org")
    return profile


def make_plan_or_evaluation(model: type[Record], author: User, sentence: str) -> EvaluationPlan | Evaluation:
    plan = plan_of(author, sentence)
    make_result(plan)
    Record.objects.filter(pk__in=[plan.pk, plan.evaluations.get().pk]).update(title=sentence)
    return EvaluationPlan.objects.get(pk=plan.pk) if model is EvaluationPlan else plan.evaluations.get()


def make_recommendation(model: type[Record], author: User, sentence: str) -> Recommendation:
    """Of a document, and about a model, that nobody else sees: its page must not tell of those either."""
    hidden = make_draft(Guidance, author=author, title=sentence)
    about = make_draft(PracticeModel, author=author, title=sentence)
    given = {"guidance": hidden, "about": [about], **dict.fromkeys(model.TEXTS, sentence), "number": sentence[:20]}
    return make_draft(model, author=author, **given)


def make_self_check(model: type[Record], author: User, sentence: str) -> SelfCheck:
    """Against a document, and repeating a check, that nobody else sees."""
    hidden = make_draft(Guidance, author=author, title=sentence)
    asked = make_draft(Recommendation, author=author, guidance=hidden, title=sentence, summary=sentence)
    earlier = make_draft(model, author=author, guidance=hidden, title=sentence)
    check = make_draft(model, author=author, guidance=hidden, repeats=earlier, **dict.fromkeys(model.TEXTS, sentence))
    answers = {asked.pk: ("not_yet", sentence)}
    save_answers(self_check=check, recommendations=[asked], answers=answers, confirmed=set(), by=author, at=NOON)
    return check


def make_partnership(model: type[Record], author: User, sentence: str) -> Partnership:
    """Of the author's organisation and another. Here it has an author; one that was agreed belongs to neither alone."""
    first, second = make_team().organisation, make_organisation("Ashmere Council")
    facts = {"first": first, "second": second, "started_on": NOON.date(), "meet_by": NOON.date()}
    pair = make_draft(model, author=author, **dict.fromkeys(model.TEXTS, sentence), **facts)
    Aim.objects.create(partnership=pair, title=sentence, shown_by=sentence, proposed_by=first)
    days = {"on": NOON.date(), "follow_up_on": NOON.date()}
    Visit.objects.create(
        partnership=pair, host=first, place=sentence, about=sentence, capacity=2, followed_up=sentence, **days
    )
    Exchange.objects.create(partnership=pair, giver=first, on=NOON.date(), what=sentence, used="used", how=sentence)
    return pair


MAKERS: dict[type[Record], Callable[[type[Record], User, str], Any]] = {
    Action: make_action,
    Decision: make_decision,
    Groundwork: make_groundwork,
    Project: make_project,
    Insight: make_insight,
    LearningEvent: make_learning_event,
    Claim: make_result_of_nothing_seen,
    Recommendation: make_recommendation,
    SelfCheck: make_self_check,
    Adoption: make_adoption,
    Paper: make_paper,
    Partnership: make_partnership,
    ConditionProfile: make_profile,
    EvaluationPlan: make_plan_or_evaluation,
    Evaluation: make_plan_or_evaluation,
}


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


def make_people() -> dict[str, User]:
    """Somebody of every relation to the team whose records these are."""
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


def plant(author: User) -> list[Planted]:
    """One of every kind at every level, and what hangs on each."""
    found = []
    for number, (kind, level) in enumerate((kind, level) for kind in get_kinds() for level in LEVELS):
        sentence = f"Planted-{number}-{kind.name}-{level}"
        record = make_of_kind(kind.model, author, sentence)
        share(record, author, level)
        record.refresh_from_db()
        found.append(plant_children(record, level, sentence, author))
    make_board_of_everything([planted.record for planted in found])
    return found


def plant_children(record: Any, level: str, sentence: str, author: User) -> Planted:
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
    services.announce_written(record)  # its file was put there past the services
    return Planted(record, level, sentence, attachment, report, tie, record.latest_revision_id, place)


@dataclass
class Garden:
    people: dict[str, User]
    planted: list[Planted]

    def get_hidden(self, who: str) -> list[Planted]:
        return [one for one in self.planted if not one.is_seen_by(who)]


@pytest.fixture(scope="module")
def garden(django_db_setup, django_db_blocker) -> Iterator[Garden]:
    """Planting takes longer than asking, so all tests share it; what each of them changes is undone."""
    with django_db_blocker.unblock(), loaded("garden", make_garden) as made:
        yield made


def make_garden() -> Garden:
    people = make_people()
    with indexed_at_the_end():
        planted = plant(people["author"])
    invited_to = next(one.record for one in planted if (one.record.kind, one.level) == GUEST_OF)
    Guest.objects.create(user=people[GUEST], record_id=invited_to.pk, let_in_by=people["author"], since=NOON)
    return Garden(people, planted)
