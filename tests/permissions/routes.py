"""What every address of the site is about. One that nobody can guess needs a line here, or test_insiders.py fails.

Guessed are addresses without arguments, which name no record, and the page of each kind of record.

RECORD: its arguments name a record (or something that hangs on one), and who may not see that record gets nothing.
OWN: for whoever may change the record; others get nothing, even those who read it.
OTHER: names no record; whatever it shows, it shows nothing of a record that whoever asks may not see.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from cairn.records.kinds import get_kinds
from cairn.records.sections import get_sections
from cairn.records.views import starting

Arguments = Callable[[Any], tuple[Any, ...] | None]


@dataclass(frozen=True)
class Rule:
    """`arguments` makes them for a planted record; None where the address is not for a record of its kind."""

    about: str  # "record", "own" or "other"
    arguments: Arguments = lambda planted: (planted.record.slug,)
    methods: tuple[str, ...] = ("get",)


def of_kind(kind: str, *rest: Any) -> Arguments:
    return lambda planted: (planted.record.slug, *rest) if planted.record.kind == kind else None


def of_plan(*rest: Any) -> Arguments:
    """Plans by their slug, evaluations by that of their plan."""

    def make(planted: Any) -> tuple[Any, ...] | None:
        if planted.record.kind == "evaluation_plan":
            return (planted.record.slug, *rest)
        return (planted.record.plan.slug, *rest) if planted.record.kind == "evaluation" else None

    return make


def with_section(planted: Any) -> tuple[Any, ...] | None:
    sections = get_sections(planted.record.kind)
    return (planted.record.slug, sections[0].name) if sections else None


def with_measure(*rest: Any) -> Arguments:
    """The figures that a team keeps of a project."""

    def make(planted: Any) -> tuple[Any, ...] | None:
        if planted.record.kind != "project":
            return None
        return planted.record.slug, planted.record.own_measures.values_list("pk", flat=True)[0], *rest

    return make


def of_partnership(rows: str, *before: str) -> Arguments:
    """A row of it, after the name of its list where the address has one."""

    def make(planted: Any) -> tuple[Any, ...] | None:
        if planted.record.kind != "partnership":
            return None
        return planted.record.slug, *before, getattr(planted.record, rows).values_list("pk", flat=True)[0]

    return make


def fixed(*arguments: Any) -> Arguments:
    return lambda planted: arguments


BOTH = ("get", "post")
POST = ("post",)
NOTHING = fixed()
NO_ROOM = "00000000-0000-4000-8000-000000000000"

WRITTEN: dict[str, Rule] = {
    # Pages of one kind, besides the one that it names itself
    "lessons:question": Rule("record", of_kind("question"), BOTH),
    "lessons:settle": Rule("record", of_kind("question"), POST),
    "lessons:change-answer": Rule("record", of_kind("question", 1), POST),
    "lessons:make-lesson": Rule("record", of_kind("question", 1), POST),
    "lessons:why-not": Rule("record", of_kind("insight"), BOTH),
    "lessons:take-back-why-not": Rule("record", of_kind("insight", 1), POST),
    "lessons:written": Rule("own", of_kind("lesson")),
    "lessons:agreement": Rule("own", of_kind("lesson"), BOTH),
    "lessons:stop-asking": Rule("own", of_kind("lesson"), POST),
    "adoption:spread": Rule("record", of_kind("practice_model")),
    "adoption:move": Rule("own", of_kind("adoption"), BOTH),
    "adoption:parts": Rule("own", of_kind("adoption"), BOTH),
    "adoption:changes": Rule("own", of_kind("adoption")),
    "adoption:new-change": Rule("own", of_kind("adoption"), BOTH),
    "adoption:remove-change": Rule("own", of_kind("adoption", 0), POST),
    "adoption:fidelity": Rule("own", of_kind("adoption"), BOTH),
    "adoption:remove-check": Rule("own", of_kind("adoption", 1), POST),
    "adoption:confirm": Rule("record", of_kind("adoption"), BOTH),
    "adoption:comment": Rule("record", of_kind("adoption"), BOTH),
    "adoption:take-over": Rule("record", of_kind("adoption"), BOTH),
    # A proposal is no record: tests/adoption/test_proposals.py asks who reads it.
    "adoption:proposal": Rule("other", fixed(1), BOTH),
    "adoption:embedding": Rule("own", of_kind("project"), BOTH),
    "adoption:embed-review": Rule("own", of_kind("project", "start"), BOTH),
    "adoption:figures": Rule("own", of_kind("project")),
    "adoption:new-own-measure": Rule("own", of_kind("project"), BOTH),
    "adoption:own-measure": Rule("own", with_measure()),
    "adoption:own-figures-file": Rule("own", with_measure("csv")),
    "adoption:own-figures-template": Rule("own", with_measure("csv")),
    "adoption:change-own-measure": Rule("own", with_measure(), BOTH),
    "adoption:delete-own-measure": Rule("own", with_measure()),  # by POST in test_own_figures.py, because it deletes
    "adoption:share-own-measure": Rule("own", with_measure()),  # likewise: what is shared is seen from then on
    "adoption:freeze-again": Rule("own", with_measure(), POST),
    "adoption:add-figure": Rule("own", with_measure(), BOTH),
    "adoption:import-figures": Rule("own", with_measure(), BOTH),
    "adoption:new-phase": Rule("own", with_measure(), BOTH),
    "adoption:undo-phase": Rule("own", with_measure(1), POST),
    "adoption:change-figure": Rule("own", with_measure("2025-01"), BOTH),
    "actions:act": Rule("own", of_kind("action", "stuck"), BOTH),
    "actions:calendar-file": Rule("record", of_kind("action")),
    "actions:owner": Rule("own", of_kind("action"), BOTH),
    "indicators:action-measure": Rule("own", of_kind("action"), BOTH),
    "indicators:remove-action-measure": Rule("own", of_kind("action"), POST),
    "events:book": Rule("record", of_kind("learning_event"), BOTH),
    "events:book-group": Rule("record", of_kind("learning_event"), BOTH),
    "events:plan": Rule("own", of_kind("learning_event")),
    "events:arrangements": Rule("own", of_kind("learning_event"), BOTH),
    "events:open-booking": Rule("own", of_kind("learning_event"), POST),
    "events:call-off": Rule("own", of_kind("learning_event")),  # by POST in test_planning.py: it ends the event
    "events:bookings": Rule("own", of_kind("learning_event")),
    "events:bookings-file": Rule("own", of_kind("learning_event", "attending", "csv")),
    "events:cancel-a-booking": Rule("own", of_kind("learning_event", 1), POST),
    # The draft of a report is for its hosts and the editors: tests/events/test_reports.py asks who reads it.
    "events:report": Rule("record", of_kind("learning_event")),
    "events:draft-report": Rule("record", of_kind("learning_event"), POST),
    "events:report-decision": Rule("record", of_kind("learning_event"), BOTH),
    "events:take-off-report": Rule("record", of_kind("learning_event"), POST),
    "events:report-lines": Rule("record", of_kind("learning_event"), BOTH),
    "events:capture": Rule("own", of_kind("learning_event"), BOTH),
    "events:take-notes": Rule("own", of_kind("learning_event", 0), POST),
    "events:slides": Rule("own", of_kind("learning_event"), BOTH),
    "events:afterwards": Rule("own", of_kind("learning_event")),
    "library:gaps": Rule("record", of_kind("programme")),
    "library:care": Rule("record", methods=BOTH),
    "library:originator": Rule("record", of_kind("practice_model"), BOTH),
    "library:keep": Rule("record", methods=BOTH),
    "library:rows": Rule("own", of_kind("project", "moves"), BOTH),
    "library:change-row": Rule("own", of_kind("project", "moves", 0), BOTH),
    "library:remove-row": Rule("own", of_kind("project", "moves", 0), POST),
    "library:self-check-answers": Rule("own", of_kind("self_check"), BOTH),
    "library:self-check-file": Rule("record", of_kind("self_check")),
    "library:check-fact": Rule("record", methods=POST),
    "library:updates": Rule("record", of_kind("project"), BOTH),
    "library:hide-need": Rule("own", of_kind("project", 0), POST),
    "library:coach": Rule("own", of_kind("project"), BOTH),
    "library:answer-as-coach": Rule("own", of_kind("project"), POST),
    "papers:options": Rule("own", of_kind("paper"), BOTH),
    "papers:numbers": Rule("own", of_kind("paper"), BOTH),
    "conditions:settle": Rule("own", of_kind("groundwork"), BOTH),
    "conditions:record": Rule("own", of_kind("groundwork", "change"), BOTH),
    "conditions:again": Rule("own", of_kind("groundwork", "talk", "abcdefgh"), POST),
    "conditions:looked-again": Rule("own", of_kind("groundwork"), POST),
    "evaluation:outlook": Rule("record", of_kind("project"), BOTH),
    "evaluation:plan": Rule("record", of_plan()),
    "evaluation:result-file": Rule("record", of_plan("json")),
    "evaluation:chart-file": Rule("record", of_plan("paths", "svg")),
    "evaluation:change-plan": Rule("record", of_plan(), BOTH),
    # Opened by GET these lead to the page of the plan, whether there is one or not.
    "evaluation:lock-plan": Rule("record", of_plan(), POST),
    "evaluation:replace-plan": Rule("record", of_plan(), POST),
    "evaluation:discard-plan": Rule("record", of_plan(), POST),
    "evaluation:work-out": Rule("record", of_plan(), POST),
    "evaluation:ask-for-reply": Rule("record", of_plan(), POST),
    "evaluation:model": Rule("record", of_kind("practice_model")),
    "evaluation:start-model": Rule("record", of_kind("practice_model"), POST),
    "evaluation:model-file": Rule("record", of_kind("practice_model", "results")),
    "evaluation:model-bundle": Rule("record", of_kind("practice_model", "cla_rate")),
    "evaluation:model-chart": Rule("record", of_kind("practice_model", "cla_rate", "svg")),
    # Of a council: its people reply, and a moderator says how it was told. See tests/evaluation/test_model_views.py.
    "evaluation:reply": Rule("other", fixed(1), BOTH),
    # What can be done with any record
    "records:record": Rule("record"),
    "records:share": Rule("own", methods=BOTH),
    "records:consent": Rule("own", methods=BOTH),
    "records:publish": Rule("record", methods=BOTH),
    "records:withdraw": Rule("record", methods=("get",)),  # by POST in test_withdrawal.py, because it deletes
    "records:take-down": Rule("record", methods=("get",)),
    "records:edit": Rule("own"),
    "records:section": Rule("own", with_section, BOTH),
    "records:autosave": Rule("own", with_section, POST),
    "records:discard-typed": Rule("own", with_section, POST),
    "records:history": Rule("own"),
    "records:restore": Rule("record", lambda planted: (planted.record.slug, planted.revision or 1), BOTH),
    "records:link": Rule("record", methods=BOTH),
    "records:unlink": Rule("record", lambda planted: (planted.record.slug, planted.tie), BOTH),
    "records:merge": Rule("own", methods=BOTH),
    "records:follow": Rule("record", methods=BOTH),
    "records:report-record": Rule("record"),
    "records:ask-about": Rule("record"),
    "records:ask-for-review": Rule("record", methods=BOTH),
    "records:review": Rule("own", methods=BOTH),
    "records:attachments": Rule("own", methods=BOTH),
    "records:request-document": Rule("record", methods=POST),
    "records:document": Rule("record", lambda planted: (planted.record.slug, "pdf")),
    "records:attachment": Rule(
        "record", lambda planted: (planted.record.slug, planted.attachment.slug, planted.attachment.name)
    ),
    "records:earlier-attachment": Rule("record", lambda planted: (planted.attachment.slug, planted.attachment.name)),
    "records:remove-attachment": Rule("own", lambda planted: ("zzzzzzzzzz",), POST),
    # Lists and counts
    "records:start": Rule("other", fixed("need"), BOTH),
    "records:export": Rule("other", lambda planted: (planted.record.kind.replace("_", "-"), "csv")),
    "records:import": Rule("other", NOTHING, BOTH),
    "records:import-template": Rule("other", fixed("need", "csv")),
    "records:import-preview": Rule("other", fixed(1)),
    "records:import-answer": Rule("other", fixed(1), POST),
    "records:report": Rule("record", lambda planted: (planted.report.pk,)),
    "records:report-place": Rule("other", lambda planted: (planted.place.slug,)),
    "records:feed-of-kind": Rule("other", lambda planted: (planted.record.get_kind().slug,)),
    "records:atom-of-kind": Rule("other", lambda planted: (planted.record.get_kind().slug,)),
    "boards:follow": Rule("other", fixed("no-such-board"), POST),
    "lessons:new-lesson": Rule("other", NOTHING, BOTH),
    "lessons:similar": Rule("other", NOTHING, POST),
    "lessons:gather": Rule("other", NOTHING, BOTH),
    "lessons:withdraw": Rule("other", NOTHING, BOTH),
    # A lesson on its way to be shared without names is no record: tests/lessons/test_anonymous.py asks who reads it.
    "lessons:clear": Rule("other", fixed(1), BOTH),
    "lessons:send-back": Rule("other", fixed(1), POST),
    "lessons:anonymous-check": Rule("other", fixed(1)),
    "lessons:anonymous-change": Rule("other", fixed(1), BOTH),
    "lessons:anonymous-send": Rule("other", fixed(1), POST),
    "lessons:anonymous-drop": Rule("other", fixed(1), POST),
    "lessons:agree": Rule("other", fixed("a" * 43), BOTH),
    "voice:answers": Rule("own", of_kind("need"), BOTH),
    "decisions:answers": Rule("own", of_kind("decision"), BOTH),
    "decisions:stories": Rule("own", of_kind("decision"), BOTH),
    "decisions:homes": Rule("record", of_kind("project")),
    "decisions:homes-file": Rule("record", of_kind("project")),
    "decisions:add-homes": Rule("own", of_kind("project"), BOTH),
    "decisions:remove-homes": Rule("own", of_kind("project"), POST),
    "decisions:close-recruitment": Rule("record", of_kind("decision"), POST),
    # A group that decides together is no record: tests/decisions/test_together_pages.py asks who sees what of one.
    "decisions:phone": Rule("other", fixed(NO_ROOM), BOTH),
    "decisions:phone-proposal": Rule("other", fixed(NO_ROOM, 1), BOTH),
    "decisions:new-assembly": Rule("other", NOTHING, BOTH),
    "decisions:assembly": Rule("other", fixed("a" * 12)),
    "decisions:members": Rule("other", fixed("a" * 12), BOTH),
    "decisions:meeting": Rule("other", fixed("a" * 12), BOTH),
    "decisions:read": Rule("other", fixed("a" * 12), POST),
    "decisions:take-part": Rule("other", fixed("a" * 12), BOTH),
    "decisions:take-part-proposal": Rule("other", fixed("a" * 12, 1), BOTH),
    "decisions:minutes": Rule("other", fixed("a" * 12, NO_ROOM), BOTH),
    "decisions:proposal": Rule("other", fixed("a" * 12, 1), BOTH),
    "decisions:overrule": Rule("other", fixed("a" * 12, 1), BOTH),
    "decisions:write-decision": Rule("other", fixed("a" * 12, 1), POST),
    "decisions:new-decision": Rule("other", NOTHING, BOTH),
    "decisions:you-said-one": Rule("record", of_kind("decision")),
    "decisions:poster": Rule("record", of_kind("decision")),
    "decisions:co-design": Rule("record", of_kind("project")),
    "decisions:design-reason": Rule("own", of_kind("project"), BOTH),
    "decisions:remove-co-design": Rule("own", of_kind("project", "1"), POST),
    # A worry is no record: who reads one is tested in tests/voice/test_safeguarding.py.
    "voice:tell": Rule("other", lambda planted: (planted.record.organisation.slug,), BOTH),
    "voice:picture": Rule("record", of_kind("need", 1)),
    "voice:concern-file": Rule("other", fixed("a" * 16)),
    "voice:concern": Rule("other", fixed("a" * 16)),
    "voice:read-concern": Rule("other", fixed("a" * 16), POST),
    "voice:confirm-recorded": Rule("other", fixed("a" * 16), POST),
    "voice:add-to-concern": Rule("other", fixed("a" * 16), BOTH),
    "voice:close-concern": Rule("other", fixed("a" * 16), BOTH),
    "voice:safety-people": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "voice:name-safety-people": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "voice:agree-safety": Rule("other", lambda planted: (planted.record.organisation.slug, "lead"), POST),
    "voice:confirm-safety": Rule("other", lambda planted: (planted.record.organisation.slug, "lead"), POST),
    "voice:safety-away": Rule("other", lambda planted: (planted.record.organisation.slug, "lead")),
    # A suggestion is no record: who reads what of one is tested in tests/events/test_suggestions.py.
    "events:suggest": Rule("other", NOTHING, BOTH),
    "events:suggestion": Rule("other", fixed("a" * 12)),
    "events:follow-suggestion": Rule("other", fixed("a" * 12), POST),
    "events:suggestion-follower": Rule("other", fixed("a" * 40), BOTH),
    "events:sort-suggestion": Rule("other", fixed("a" * 12), BOTH),
    "events:plan-from-suggestions": Rule("other", NOTHING, BOTH),
    "events:received-mail": Rule("other", fixed(1)),
    "places:journey": Rule("other", lambda planted: (planted.record.organisation.slug,), BOTH),
    "places:remove-journey": Rule("other", lambda planted: (planted.record.organisation.slug, 1), POST),
    # An ask is no record: who reads one is tested in tests/peers/test_declaring.py.
    "peers:export": Rule("other", NOTHING),
    "peers:organisation": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "peers:add": Rule("other", lambda planted: (planted.record.organisation.slug, "asks"), BOTH),
    "peers:change": Rule("other", lambda planted: (planted.record.organisation.slug, "asks", 1), BOTH),
    "peers:confirm": Rule("other", lambda planted: (planted.record.organisation.slug, "asks", 1), POST),
    "peers:import": Rule("other", NOTHING, BOTH),
    "peers:match": Rule("other", fixed("a" * 12)),
    "peers:start-run": Rule("other", NOTHING, POST),
    "peers:run": Rule("other", fixed(1), BOTH),
    "peers:run-file": Rule("other", fixed(1)),
    "peers:close": Rule("other", lambda planted: (planted.record.organisation.slug, "asks", 1), POST),
    # What young people said is no record: tests/voice/test_who_reads_answers.py asks who reads it.
    "voice:new-session": Rule("other", NOTHING, BOTH),
    "voice:session": Rule("other", fixed("a" * 12)),
    "voice:door": Rule("other", fixed("a" * 12), BOTH),
    "voice:languages": Rule("other", fixed("a" * 12), BOTH),
    "voice:translations": Rule("other", NOTHING),
    "voice:translation": Rule("other", fixed("pl"), BOTH),
    "voice:write": Rule("other", fixed(NO_ROOM), BOTH),
    "voice:type-in": Rule("other", fixed("a" * 12), BOTH),
    "voice:keep": Rule("other", fixed("a" * 12), POST),
    "voice:sheet": Rule("other", fixed("a" * 12)),
    "voice:not-used": Rule("other", fixed("a" * 12)),
    "voice:hand-over": Rule("other", fixed("a" * 12), BOTH),
    "voice:contribution": Rule("other", fixed("a" * 12, 1), BOTH),
    "voice:file": Rule("other", fixed("a" * 12, 1)),
    "voice:reject": Rule("other", fixed("a" * 12, 1), BOTH),
    "voice:withdraw": Rule("other", fixed("a" * 12, 1), BOTH),
    "voice:code": Rule("other", NOTHING, BOTH),
    # A story is no record: tests/voice/test_who_reads_stories.py asks who reads its draft.
    "voice:new-story": Rule("other", NOTHING, BOTH),
    **{f"voice:{name}": Rule("other", fixed("a" * 12)) for name in ("story", "story-recording", "story-work")},
    **{
        f"voice:{name}": Rule("other", fixed("a" * 12), BOTH)
        for name in (
            *("edit-story", "story-consent", "story-answers"),
            *("story-reading", "publish-story", "story-audience", "story-aftercare", "end-story", "hand-over-story"),
        )
    },
    "voice:worry": Rule("other", fixed("a" * 12, 1), BOTH),
    # This board names every planted record (planting.py).
    # Links of mails and rooms: who holds one may open it, and these are nobody's.
    "events:report-line": Rule("other", fixed("a" * 40), BOTH),
    "events:own-action": Rule("other", fixed("a" * 40), BOTH),
    "events:stop-reminders": Rule("other", fixed("a" * 40), POST),
    "events:feedback": Rule("other", fixed(NO_ROOM), BOTH),
    "events:write-action": Rule("other", fixed(NO_ROOM)),
    "events:receive-action": Rule("other", fixed(NO_ROOM), POST),
    # Words from tables, and titles of events, for editors: tests/events/test_capture.py asks who reads them.
    "events:board-notes": Rule("other", fixed("value")),
    "boards:board": Rule("other", fixed("value")),
    "conditions:round": Rule("record", of_kind("condition_profile", 1)),
    "conditions:statement": Rule("record", of_kind("condition_profile", "aim")),
    "conditions:export": Rule("record", of_kind("condition_profile", "csv")),
    "conditions:answer": Rule("record", of_kind("condition_profile"), BOTH),
    "conditions:open-round": Rule("own", of_kind("condition_profile"), BOTH),
    "conditions:invite": Rule("own", of_kind("condition_profile"), BOTH),
    "conditions:open-room": Rule("own", of_kind("condition_profile"), BOTH),
    "conditions:close-round": Rule("own", of_kind("condition_profile")),  # by POST in test_pages.py, because it closes
    "conditions:new-action": Rule("own", of_kind("condition_profile", "aim"), BOTH),
    "conditions:remove-words": Rule("own", of_kind("condition_profile", 1, "1"), POST),
    "boards:versions": Rule("other", fixed("value")),
    "boards:version": Rule("other", fixed("value", 1)),
    "boards:file": Rule("other", fixed("value", 1, "handout")),
    "boards:decision": Rule("other", fixed("value")),
    "boards:take-off": Rule("other", fixed("value")),
    "content:role": Rule("other", fixed("director")),
    "library:vocabulary": Rule("other", fixed("ten_types")),
    "library:judgements": Rule("other", lambda planted: (planted.place.slug,)),
    # Without an account: who holds a link or a code may answer, and these are nobody's.
    "conditions:answer-by-link": Rule("other", fixed("a" * 40), BOTH),
    "conditions:answer-in-room": Rule("other", fixed(NO_ROOM), BOTH),
    "conditions:new-reflection": Rule("other", NOTHING, BOTH),
    "conditions:found": Rule("other", fixed("aim")),
    # Bookings are found by their secret: tests/events/test_booking_pages.py asks what the link shows.
    "events:booking": Rule("other", fixed(NO_ROOM)),
    "events:change-booking": Rule("other", fixed(NO_ROOM), BOTH),
    "events:cancel-booking": Rule("other", fixed(NO_ROOM), BOTH),
    "events:accept-offer": Rule("other", fixed(NO_ROOM), POST),
    "events:decline-offer": Rule("other", fixed(NO_ROOM), POST),
    # A room is no record: who reads what in one is tested in tests/rooms/test_who_reads.py.
    "rooms:phone": Rule("other", fixed(NO_ROOM)),
    "rooms:scan": Rule("other", fixed(NO_ROOM)),
    "rooms:screen": Rule("other", fixed(NO_ROOM)),
    "rooms:screen-answers": Rule("other", fixed(NO_ROOM)),
    "rooms:answer": Rule("other", fixed(NO_ROOM, 1), POST),
    "rooms:answer-form": Rule("other", fixed(NO_ROOM), POST),
    "rooms:enter": Rule("other", fixed("BCDFGH")),
    "rooms:new-room": Rule("other", NOTHING, BOTH),
    "rooms:room": Rule("other", fixed(NO_ROOM)),
    "rooms:moderate": Rule("other", fixed(NO_ROOM), POST),
    "rooms:close": Rule("other", fixed(NO_ROOM), POST),
    "rooms:paper": Rule("other", fixed(NO_ROOM)),
    "rooms:type-in": Rule("other", fixed(NO_ROOM), BOTH),
    "rooms:export": Rule("other", fixed(NO_ROOM, "csv")),
    "rooms:delete": Rule("other", fixed(NO_ROOM), BOTH),
    # With the planted record as the reason: one who may not see it is told nothing of it.
    "library:offer-help": Rule("other", fixed(1), BOTH),
    "library:new-claim": Rule("other", NOTHING, BOTH),
    "library:import-sources": Rule("other", NOTHING, BOTH),
    "library:new-recommendation": Rule("other", NOTHING, BOTH),
    "library:new-self-check": Rule("other", NOTHING, BOTH),
    # Asked for the planted record by name: one who may not see it is told of none.
    # Asked for the planted records by name in test_search.py.
    "search:saved": Rule("other", NOTHING, BOTH),
    "search:delete-saved": Rule("other", fixed(1), BOTH),
    "indicators:measure": Rule("other", fixed("cla_rate")),
    "indicators:measure-csv": Rule("other", fixed("cla_rate")),
    "indicators:release": Rule("other", fixed(1)),
    "indicators:change-release": Rule("other", fixed(1), POST),
    "indicators:given": Rule("other", fixed(1)),
    "indicators:answer": Rule("other", fixed(1), POST),
    "indicators:proposal": Rule("other", fixed(1)),
    "indicators:proposal-file": Rule("other", fixed(1)),
    "indicators:remove-proposal": Rule("other", fixed(1), POST),
    "indicators:follow": Rule("other", fixed("cla_rate"), POST),
    "indicators:measure-xlsx": Rule("other", fixed("cla_rate")),
    "indicators:council-csv": Rule("other", lambda planted: (planted.place.slug,)),
    "indicators:council-xlsx": Rule("other", lambda planted: (planted.place.slug,)),
    "indicators:council-figures": Rule("other", lambda planted: (planted.place.slug,)),
    "indicators:inspections": Rule("other", lambda planted: (planted.place.slug,)),
    "indicators:council-measure": Rule("other", lambda planted: (planted.place.slug, "cla_rate")),
    "indicators:council-chart": Rule("other", lambda planted: (planted.place.slug, "cla_rate", "svg")),
    "indicators:council-file": Rule("other", lambda planted: (planted.place.slug, "cla_rate", "csv")),
    "indicators:compare-chart": Rule("other", fixed("svg")),
    "indicators:inspection-report": Rule("other", fixed("a" * 64)),
    "places:council": Rule("other", lambda planted: (planted.place.slug,)),
    "places:letter": Rule("other", lambda planted: (planted.place.slug,)),
    "records:digest": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "places:organisation": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "places:members": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "places:invite": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    # The page of a person names their organisations and roles, and no record.
    "places:user": Rule("other", lambda planted: ("nobody",), BOTH),
    "places:change-invitation": Rule("other", lambda planted: (planted.record.organisation.slug, 0), POST),
    "places:member": Rule("other", lambda planted: (planted.record.organisation.slug, 1)),
    # Number 0 is nobody's: to remove a real member would change what the next questions may see.
    "places:remove-member": Rule("other", lambda planted: (planted.record.organisation.slug, 0), POST),
    "places:new-team": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "places:team": Rule("other", lambda planted: (planted.record.organisation.slug, planted.record.team.slug)),
    "places:invitation": Rule("other", fixed("a" * 40)),
    # Introductions name no record; tests/peers asks who reads which.
    "peers:introduction": Rule("other", fixed("nokey"), BOTH),
    "peers:change-partnership": Rule("own", of_kind("partnership"), BOTH),
    "peers:close-partnership": Rule("own", of_kind("partnership"), BOTH),
    # A coordinator who reads not a word of it may still end it for their organisation.
    "peers:step-out": Rule("other", fixed("nopair"), BOTH),
    "peers:agree-aim": Rule("own", of_kind("partnership", 0), POST),
    "peers:visit-calendar": Rule("record", of_partnership("visits")),
    "peers:add-to-partnership": Rule("own", of_kind("partnership", "visits"), BOTH),
    "peers:change-in-partnership": Rule("own", of_partnership("aims", "aims"), BOTH),
    "places:circle": Rule("other", fixed("partners")),
    "places:leave-circle": Rule("other", fixed("partners", 0), POST),
    "places:join-circle": Rule("other", fixed("partners")),
    "places:circle-rules": Rule("other", fixed("partners")),
    "places:end-circle": Rule("other", fixed("partners")),
    "places:change-circle-leader": Rule("other", fixed("partners", 0), POST),
    "places:cancel-circle-invitation": Rule("other", fixed("partners", 0), POST),
    "library:gap": Rule("other", fixed("need", "edge_of_care", "care")),
    "accounts:link-sign-on": Rule("other", fixed("no-token")),
    "accounts:log-out": Rule("other", NOTHING, methods=()),  # it would end the asking, and shows nothing
    "actions:team": Rule("other", lambda planted: (planted.record.organisation.slug, planted.record.team.slug)),
    "actions:organisation": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "actions:calendar": Rule("other", fixed("a" * 40)),
    "events:event-calendar": Rule("record", of_kind("learning_event")),
    "events:paper": Rule("record", of_kind("learning_event", "programme"), BOTH),
    # A booking is no record, nor is a calendar of somebody: tests/events asks who reads what.
    "events:booking-calendar": Rule("other", fixed(NO_ROOM)),
    "events:people": Rule("other", fixed(NO_ROOM), BOTH),
    "events:calendar": Rule("other", fixed("a" * 32)),
    # Links of mails: who holds one may open it, and these two are nobody's.
    "actions:invitation": Rule("other", fixed("a" * 40), BOTH),
    "actions:answer": Rule("other", fixed("no-token"), BOTH),
    "notices:unsubscribe": Rule("other", fixed("no-token")),
    "notices:outbox": Rule("other", NOTHING, BOTH),
    "notices:outbox-mail": Rule("other", fixed(1)),
    "notices:outbox-html": Rule("other", fixed(1)),
    "notices:send-test-mail": Rule("other", NOTHING, POST),
    "notices:retry-job": Rule("other", fixed("00000000-0000-4000-8000-000000000000"), POST),
}
# Libraries bring these; they know no records. test_office.py asks them all as a stranger and as a member.
LIBRARIES = ("admin/", "account/")


def list_patterns(patterns: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every named address with its path."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from list_patterns(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", path, pattern


def get_routes() -> dict[str, str]:
    return {name: path for name, path, _ in list_patterns()}


def get_own_routes() -> set[str]:
    """Addresses that this site wrote, not those that libraries brought along."""
    spaces = {app.label for app in apps.get_app_configs() if app.name.startswith("cairn.")}
    return {
        name
        for name, path in get_routes().items()
        if name != "None" and (not path.startswith(LIBRARIES) or name.split(":")[0] in spaces)
    }


def get_start_pages() -> dict[str, str]:
    """Addresses where a record of one kind is started, with the kind."""
    return {
        name: pattern.default_args["kind"]
        for name, _, pattern in list_patterns()
        if pattern.callback is starting.start and "kind" in pattern.default_args
    }


def guess_rules() -> dict[str, Rule]:
    """One that takes no GET is noticed when it is asked: it needs a line above."""
    without_arguments = {name for name, path in get_routes().items() if "<" not in path} & get_own_routes()
    pages = {kind.page: Rule("record", of_kind(kind.name)) for kind in get_kinds()}
    return {name: Rule("other", NOTHING) for name in sorted(without_arguments)} | pages


RULES = guess_rules() | WRITTEN
