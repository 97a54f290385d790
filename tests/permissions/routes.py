"""What every address of the site is about. A new address without a line here fails test_insiders.py.

RECORD: its arguments name a record (or something that hangs on one), and who may not see that record gets nothing.
OWN: for whoever may change the record; others get nothing, even those who read it.
OTHER: names no record; whatever it shows, it shows nothing of a record that whoever asks may not see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

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
    kinds = (
        *("need", "challenge", "programme", "round", "practice_model", "project", "method", "evaluation_report"),
        *("claim", "adoption", "action", "paper", "lesson", "insight", "question", "learning_event"),
    )
    sections = dict.fromkeys(kinds, "what")
    return (planted.record.slug, sections[planted.record.kind]) if planted.record.kind in sections else None


def fixed(*arguments: Any) -> Arguments:
    return lambda planted: arguments


BOTH = ("get", "post")
POST = ("post",)
NOTHING = fixed()

RULES: dict[str, Rule] = {
    # Pages of each kind
    "voice:need": Rule("record", of_kind("need")),
    "lessons:lesson": Rule("record", of_kind("lesson")),
    "lessons:insight": Rule("record", of_kind("insight")),
    "lessons:question": Rule("record", of_kind("question"), BOTH),
    "lessons:settle": Rule("record", of_kind("question"), POST),
    "lessons:change-answer": Rule("record", of_kind("question", 1), POST),
    "lessons:make-lesson": Rule("record", of_kind("question", 1), POST),
    "lessons:why-not": Rule("record", of_kind("insight"), BOTH),
    "lessons:take-back-why-not": Rule("record", of_kind("insight", 1), POST),
    "lessons:told": Rule("own", of_kind("lesson")),
    "lessons:agreement": Rule("own", of_kind("lesson"), BOTH),
    "lessons:stop-asking": Rule("own", of_kind("lesson"), POST),
    "adoption:adoption": Rule("record", of_kind("adoption")),
    "adoption:move": Rule("own", of_kind("adoption"), BOTH),
    "adoption:embedding": Rule("own", of_kind("project"), BOTH),
    "adoption:embed-review": Rule("own", of_kind("project", "start"), BOTH),
    "actions:action": Rule("record", of_kind("action")),
    "actions:finish": Rule("own", of_kind("action"), BOTH),
    "library:programme": Rule("record", of_kind("programme")),
    "library:gaps": Rule("record", of_kind("programme")),
    "library:round": Rule("record", of_kind("round")),
    "library:method": Rule("record", of_kind("method")),
    "library:report": Rule("record", of_kind("evaluation_report")),
    "library:care": Rule("record", methods=BOTH),
    "library:keep": Rule("record", methods=BOTH),
    "library:rows": Rule("own", of_kind("project", "moves"), BOTH),
    "library:remove-row": Rule("own", of_kind("project", "moves", 0), POST),
    "library:updates": Rule("record", of_kind("project"), BOTH),
    "library:hide-need": Rule("own", of_kind("project", 0), POST),
    "library:coach": Rule("own", of_kind("project"), BOTH),
    "library:answer-as-coach": Rule("own", of_kind("project"), POST),
    "library:model": Rule("record", of_kind("practice_model")),
    "library:project": Rule("record", of_kind("project")),
    "library:claim": Rule("record", of_kind("claim")),
    "events:event": Rule("record", of_kind("learning_event")),
    "voice:challenge": Rule("record", of_kind("challenge")),
    "papers:paper": Rule("record", of_kind("paper")),
    "papers:options": Rule("own", of_kind("paper"), BOTH),
    "papers:numbers": Rule("own", of_kind("paper"), BOTH),
    "evaluation:plan": Rule("record", of_plan()),
    "evaluation:evaluation": Rule("record", of_kind("evaluation")),
    "evaluation:result-file": Rule("record", of_plan("json")),
    "evaluation:chart-file": Rule("record", of_plan("paths", "svg")),
    "evaluation:change-plan": Rule("record", of_plan(), BOTH),
    # Opened by GET these lead to the page of the plan, whether there is one or not.
    "evaluation:lock-plan": Rule("record", of_plan(), POST),
    "evaluation:replace-plan": Rule("record", of_plan(), POST),
    "evaluation:discard-plan": Rule("record", of_plan(), POST),
    "evaluation:work-out": Rule("record", of_plan(), POST),
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
    "records:attachment": Rule("record", lambda planted: (planted.attachment.slug, planted.attachment.name)),
    "records:remove-attachment": Rule("own", lambda planted: ("zzzzzzzzzz",), POST),
    # Lists and counts
    "home": Rule("other", NOTHING),
    "records:desk": Rule("other", NOTHING),
    "records:records": Rule("other", NOTHING),
    "records:new": Rule("other", NOTHING),
    "records:start": Rule("other", fixed("need"), BOTH),
    "records:export": Rule("other", lambda planted: (planted.record.kind.replace("_", "-"), "csv")),
    "records:import": Rule("other", NOTHING, BOTH),
    "records:import-template": Rule("other", fixed("need", "csv")),
    "records:import-preview": Rule("other", fixed(1)),
    "records:import-answer": Rule("other", fixed(1), POST),
    "records:reports": Rule("other", NOTHING),
    "records:report": Rule("record", lambda planted: (planted.report.pk,)),
    "records:audit": Rule("other", NOTHING),
    "records:report-place": Rule("other", lambda planted: (planted.place.slug,)),
    "events:events": Rule("other", NOTHING),
    "events:new-event": Rule("other", NOTHING),
    "voice:needs": Rule("other", NOTHING),
    "adoption:done": Rule("other", NOTHING),
    "records:feed": Rule("other", NOTHING),
    "records:feed-of-kind": Rule("other", lambda planted: (planted.record.get_kind().slug,)),
    "boards:feed": Rule("other", NOTHING),
    "boards:follow": Rule("other", fixed("no-such-board"), POST),
    "lessons:lessons": Rule("other", NOTHING),
    "lessons:insights": Rule("other", NOTHING),
    "lessons:questions": Rule("other", NOTHING),
    "lessons:new-question": Rule("other", NOTHING),
    "lessons:new-lesson": Rule("other", NOTHING, BOTH),
    "lessons:similar": Rule("other", NOTHING, POST),
    "lessons:gather": Rule("other", NOTHING, BOTH),
    "lessons:known": Rule("other", NOTHING),
    "lessons:withdraw": Rule("other", NOTHING, BOTH),
    "lessons:to-clear": Rule("other", NOTHING),
    # A lesson on its way to be shared without names is no record: tests/lessons/test_nameless.py asks who reads it.
    "lessons:clear": Rule("other", fixed(1), BOTH),
    "lessons:send-back": Rule("other", fixed(1), POST),
    "lessons:nameless-check": Rule("other", fixed(1)),
    "lessons:nameless-change": Rule("other", fixed(1), BOTH),
    "lessons:nameless-send": Rule("other", fixed(1), POST),
    "lessons:nameless-drop": Rule("other", fixed(1), POST),
    "lessons:agree": Rule("other", fixed("a" * 43), BOTH),
    "lessons:new-insight": Rule("other", NOTHING),
    # A worry is no record: who reads one is tested in tests/voice/test_worries.py.
    "voice:safety": Rule("other", NOTHING),
    "voice:tell": Rule("other", lambda planted: (planted.record.organisation.slug,), BOTH),
    "voice:worries": Rule("other", NOTHING),
    "voice:worry": Rule("other", fixed("a" * 16)),
    "voice:read-worry": Rule("other", fixed("a" * 16), POST),
    "voice:close-worry": Rule("other", fixed("a" * 16), BOTH),
    "voice:safety-people": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "voice:name-safety-people": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "voice:agree-safety": Rule("other", lambda planted: (planted.record.organisation.slug, "lead"), POST),
    "voice:confirm-safety": Rule("other", lambda planted: (planted.record.organisation.slug, "lead"), POST),
    "voice:safety-away": Rule("other", lambda planted: (planted.record.organisation.slug, "lead")),
    "papers:papers": Rule("other", NOTHING),
    "papers:new": Rule("other", NOTHING),
    "library:library": Rule("other", NOTHING),
    "library:introduction": Rule("other", NOTHING),
    "boards:boards": Rule("other", NOTHING),
    "boards:sheet": Rule("other", NOTHING),
    "boards:sheet-file": Rule("other", NOTHING),
    # This board names every planted record (planting.py).
    "boards:board": Rule("other", fixed("value")),
    "boards:versions": Rule("other", fixed("value")),
    "boards:version": Rule("other", fixed("value", 1)),
    "boards:file": Rule("other", fixed("value", 1, "handout")),
    "boards:decision": Rule("other", fixed("value")),
    "boards:take-off": Rule("other", fixed("value")),
    "library:methods": Rule("other", NOTHING),
    "library:reports": Rule("other", NOTHING),
    "library:vocabularies": Rule("other", NOTHING),
    "library:vocabulary": Rule("other", fixed("ten_types")),
    "library:judgements": Rule("other", lambda planted: (planted.place.slug,)),
    "library:short-list": Rule("other", NOTHING),
    "actions:actions": Rule("other", NOTHING),
    # With the planted record as the reason: one who may not see it is told nothing of it.
    "actions:new-action": Rule("other", NOTHING),
    "adoption:new-use": Rule("other", NOTHING),
    "library:help-wanted": Rule("other", NOTHING),
    "library:offer-help": Rule("other", fixed(1), BOTH),
    "library:models": Rule("other", NOTHING),
    "library:projects": Rule("other", NOTHING),
    "library:reported-file": Rule("other", NOTHING),
    "library:new-claim": Rule("other", NOTHING, BOTH),
    # Asked for the planted record by name: one who may not see it is told of none.
    "library:compare-models": Rule("other", NOTHING),
    # Asked for the planted records by name in test_search.py.
    "search:search": Rule("other", NOTHING),
    "search:saved": Rule("other", NOTHING, BOTH),
    "search:delete-saved": Rule("other", fixed(1), BOTH),
    "voice:challenges": Rule("other", NOTHING),
    "voice:new-need": Rule("other", NOTHING),
    "voice:new-challenge": Rule("other", NOTHING),
    "evaluation:plans": Rule("other", NOTHING),
    "evaluation:new-plan": Rule("other", NOTHING),
    "evaluation:how-well": Rule("other", NOTHING),
    "evaluation:method": Rule("other", NOTHING),
    "indicators:measures": Rule("other", NOTHING),
    "indicators:measure": Rule("other", fixed("cla_rate")),
    "indicators:measure-csv": Rule("other", fixed("cla_rate")),
    "indicators:releases": Rule("other", NOTHING),
    "indicators:everything": Rule("other", NOTHING),
    "indicators:release": Rule("other", fixed(1)),
    "indicators:change-release": Rule("other", fixed(1), POST),
    "indicators:upload": Rule("other", NOTHING),
    "indicators:given": Rule("other", fixed(1)),
    "indicators:answer": Rule("other", fixed(1), POST),
    "indicators:proposals": Rule("other", NOTHING),
    "indicators:propose": Rule("other", NOTHING),
    "indicators:proposal": Rule("other", fixed(1)),
    "indicators:proposal-file": Rule("other", fixed(1)),
    "indicators:remove-proposal": Rule("other", fixed(1), POST),
    "indicators:follow": Rule("other", fixed("cla_rate"), POST),
    "indicators:measure-xlsx": Rule("other", fixed("cla_rate")),
    "indicators:council-csv": Rule("other", lambda planted: (planted.place.slug,)),
    "indicators:council-xlsx": Rule("other", lambda planted: (planted.place.slug,)),
    "indicators:council-measure": Rule("other", lambda planted: (planted.place.slug, "cla_rate")),
    "indicators:council-chart": Rule("other", lambda planted: (planted.place.slug, "cla_rate", "svg")),
    "indicators:council-file": Rule("other", lambda planted: (planted.place.slug, "cla_rate", "csv")),
    "indicators:compare": Rule("other", NOTHING),
    "indicators:compare-chart": Rule("other", fixed("svg")),
    "indicators:inspection-report": Rule("other", fixed("a" * 64)),
    "places:councils": Rule("other", NOTHING),
    "places:council": Rule("other", lambda planted: (planted.place.slug,)),
    "places:letter": Rule("other", lambda planted: (planted.place.slug,)),
    "places:organisations": Rule("other", NOTHING),
    "places:organisation": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "places:new-organisation": Rule("other", NOTHING),
    "places:members": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "places:invite": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "places:member": Rule("other", lambda planted: (planted.record.organisation.slug, 1)),
    "places:remove-member": Rule("other", lambda planted: (planted.record.organisation.slug, 1)),
    "places:new-team": Rule("other", lambda planted: (planted.record.organisation.slug,)),
    "places:team": Rule("other", lambda planted: (planted.record.organisation.slug, planted.record.team.slug)),
    "places:invitation": Rule("other", fixed("a" * 40)),
    "places:circles": Rule("other", NOTHING),
    "places:new-circle": Rule("other", NOTHING),
    "places:circle": Rule("other", fixed("partners")),
    "places:leave-circle": Rule("other", fixed("partners", 1)),
    "accounts:log-in": Rule("other", NOTHING),
    "accounts:log-out": Rule("other", NOTHING),
    "accounts:account": Rule("other", NOTHING),
    "accounts:change-password": Rule("other", NOTHING),
    "accounts:export": Rule("other", NOTHING),
    "accounts:erase": Rule("other", NOTHING),
    "notices:preferences": Rule("other", NOTHING),
    "notices:unsubscribe": Rule("other", fixed("no-token")),
    "notices:outbox": Rule("other", NOTHING, BOTH),
    "notices:outbox-mail": Rule("other", fixed(1)),
    "notices:outbox-html": Rule("other", fixed(1)),
    "notices:jobs": Rule("other", NOTHING),
    "notices:retry-job": Rule("other", fixed("00000000-0000-4000-8000-000000000000")),
    "accessibility": Rule("other", NOTHING),
    "privacy": Rule("other", NOTHING),
    "gallery": Rule("other", NOTHING),
    "about": Rule("other", NOTHING),
    "health-live": Rule("other", NOTHING),
    "health-ready": Rule("other", NOTHING),
}
# Libraries bring these; they know no records. test_office.py asks them all as a stranger and as a member.
LIBRARIES = ("admin/", "account/")


def get_routes(patterns: Any = None, prefix: str = "", space: str = "") -> dict[str, str]:
    """Every named address of ours with its path."""
    found: dict[str, str] = {}
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found |= get_routes(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            found[f"{space}{pattern.name}"] = path
    return found


def get_own_routes() -> set[str]:
    """Addresses that this site wrote, not those that libraries brought along."""
    spaces = {name.split(":")[0] for name in RULES if ":" in name}
    return {
        name
        for name, path in get_routes().items()
        if name != "None" and (not path.startswith(LIBRARIES) or name.split(":")[0] in spaces)
    }
