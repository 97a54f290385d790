"""What was done on the site, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from cairn.accounts.models import Reader, User
from cairn.accounts.roles import ROLES
from cairn.audit.models import AuditEntry
from cairn.places.models import Organisation
from cairn.records.enums import Consent, Relation, Sharing
from cairn.records.kinds import Kind, get_kind, get_kinds
from cairn.records.models import Record, Review

# By the first part of an action: what the list is narrowed by.
AUDIT_GROUPS = {
    "record": "Records",
    "tie": "Links",
    "file": "Files",
    "review": "Reviews",
    "report": "Reports of mistakes",
    "fact": "Checks of facts",
    "source": "Sources",
    "action": "Actions",
    "question": "Questions",
    "answer": "Answers to questions",
    "lesson": "Lessons without names",
    "agreement": "Requests for agreement",
    "board": "Insights boards",
    "paper": "Papers",
    "update": "Project updates",
    "help": "Offers of help",
    "coach": "Coaching",
    "embedding": "Checks of what lasts",
    "groundwork": "What is settled before a start",
    "use": "Councils using a model",
    "model": "Where models come from",
    "own_figures": "Own figures",
    "member": "Members and invitations",
    "team": "Teams",
    "circle": "Circles",
    "introduction": "Introductions",
    "partnership": "Learning partnerships",
    "organisation": "Organisations",
    "user": "Roles on this site",
    "data": "Published figures",
    "safety": "Safeguarding leads",
    "concern": "Safeguarding concerns",
    "room": "Rooms",
    "reflection": "Reflections",
    "event": "Learning events",
    "booking": "Bookings",
    "listening": "What young people said",
    "story": "Stories of change",
    "decision": "Decisions",
    "co_design": "Design with young people",
    "homes": "Homes counted",
    "translation": "Languages for young people’s pages",
    "together": "Deciding together",
}
AUDIT_WORDS = {
    "co_design.added": "Recorded who took part in a design",
    "co_design.removed": "Removed an entry about a design",
    "co_design.reason": "Published why a project has no linked need",
    "decision.linked": "Linked answers to a decision",
    "decision.unlinked": "Removed answers from a decision",
    "decision.story_named": "Named a story in a decision",
    "decision.story_removed": "Removed a story from a decision",
    "homes.counted": "Counted homes",
    "homes.removed": "Removed a count of homes",
    "decision.closed": "Closed a recruitment",
    "room.opened": "Opened a room",
    "room.closed": "Closed a room",
    "room.typed_in": "Typed in answers for someone",
    "room.moderated": "Released or hid answers",
    "room.merged": "Merged answers that say the same",
    "room.separated": "Separated answers that had been merged",
    "room.deleted": "Deleted a room and its answers",
    "reflection.opened": "Opened a round of a reflection",
    "reflection.invited": "Sent private links to a reflection",
    "reflection.closed": "Closed a round of a reflection",
    "reflection.words_removed": "Deleted what someone wrote in a reflection",
    "journey.added": "Recorded a stage of an organisation’s improvement journey",
    "journey.removed": "Removed a stage of an organisation’s improvement journey",
    "peers.declared": "Added an ask or an offer",
    "peers.changed": "Changed an ask or an offer",
    "peers.confirmed": "Confirmed an ask or an offer",
    "peers.closed": "Removed an ask or an offer",
    "peers.imported": "Imported asks and offers",
    "peers.matched": "Ran the matching of organisations",
    "peers.decided": "Decided on a matching of organisations",
    "suggestion.sent": "Sent a suggestion for a learning event",
    "suggestion.released": "Made a suggestion public",
    "suggestion.hidden": "Hid a suggestion",
    "suggestion.answered": "Answered a suggestion",
    "suggestion.merged": "Merged two suggestions",
    "suggestion.deleted": "Deleted a suggestion",
    "suggestion.taken_up": "Started an event from a suggestion",
    "record.started": "Started a draft",
    "record.changed": "Changed the draft",
    "record.published": "Published",
    "record.shared": "Changed who can see it",
    "record.taken_down": "Made private again",
    "record.restored": "Restored an earlier version",
    "record.withdrawn": "Withdrew",
    "record.merged": "Merged into another record",
    "record.took_in": "Merged a duplicate into it",
    "record.consent": "Recorded consent",
    "record.taken_into_care": "Assigned to a team",
    "records.imported": "Imported a spreadsheet",
    "tie.made": "Linked to another record",
    "tie.taken_away": "Removed a link",
    "source.added": "Added a source",
    "source.imported": "Imported sources",
    "fact.checked": "Marked a fact as checked",
    "row.added": "Added a row",
    "row.removed": "Removed a row",
    "file.attached": "Added a file",
    "file.removed": "Removed a file",
    "review.asked": "Asked for a review",
    "review.decided": "Decided a review",
    "report.made": "Reported a mistake",
    "report.answered": "Answered a report",
    "lesson.cleared": "Approved a lesson without names",
    "lesson.sent_back": "Asked the author of a lesson a question",
    "agreement.asked": "Asked for agreement",
    "agreement.answered": "Answered a request for agreement",
    "agreement.taken_back": "Cancelled a request for agreement",
    "question.asked": "Asked a question",
    "answer.given": "Answered a question",
    "answer.taken_back": "Withdrew an answer",
    "question.settled": "Closed a question",
    "action.done": "Reported the result of an action",
    "action.respond": "Answered whether they will do an action",
    "action.start": "Started an action",
    "action.stuck": "Said that an action is stuck",
    "action.unstuck": "Said that an action is no longer stuck",
    "action.date": "Changed the due date of an action",
    "action.owner": "Gave an action to a new owner",
    "action.drop": "Dropped an action",
    "action.review": "Reviewed an action",
    "action.measure": "Chose the figure that an action should move",
    "model_plan.fixed": "Locked the list of councils that a model is tested with",
    "reply.asked": "Asked a council to reply to a result",
    "reply.told": "Recorded that a council knows of a result",
    "reply.given": "Replied to a result for a council",
    "action.invited": "Invited someone to own an action",
    "action.accepted_invitation": "Accepted an invitation to own an action",
    "paper.options": "Chose the options of a paper",
    "paper.numbers": "Updated the figures of a paper",
    "update.made": "Added a project update",
    "help.offered": "Offered help",
    "coach.asked": "Invited a coach",
    "coach.agreed": "Agreed to coach",
    "coach.ended": "Ended coaching",
    "embedding.started": "Started a check of what lasts",
    "embedding.reviewed": "Completed a check of what lasts",
    "groundwork.settled": "Settled what is needed before a start",
    "groundwork.started": "Recorded a start",
    "groundwork.ended": "Recorded how something ended",
    "groundwork.plan_changed": "Changed a plan",
    "groundwork.leader_changed": "Recorded a new leader",
    "groundwork.looked_again": "Went through a plan with a new leader",
    "groundwork.talked": "Recorded that people talked",
    "groundwork.risk_reviewed": "Reviewed a risk",
    "own_figures.measure_added": "Added a measure of its own",
    "own_figures.measure_changed": "Changed a measure of its own",
    "own_figures.measure_deleted": "Deleted a measure of its own",
    "own_figures.frozen": "Froze the baseline of its own figures again",
    "own_figures.shared": "Shared figures of its own",
    "own_figures.unshared": "Stopped sharing figures of its own",
    "own_figures.saved": "Saved figures of its own",
    "own_figures.deleted": "Deleted a figure of its own",
    "own_figures.range_started": "Started a new normal range",
    "own_figures.range_undone": "Undid a new normal range",
    "need.hidden": "Hid a need",
    "use.proposed": "Proposed that a council uses a model",
    "use.decided": "Reviewed a proposed council",
    "use.start_confirmed": "Confirmed when a council started",
    "use.commented": "Commented on a council’s use of a model",
    "use.fidelity_checked": "Rated how faithfully a model runs",
    "use.fidelity_removed": "Removed ratings of how faithfully a model runs",
    "model.originator": "Recorded where a model comes from",
    "board.asked": "Submitted a board for approval",
    "board.published": "Approved a board",
    "board.taken_off": "Withdrew a board",
    "board.approved": "Approved a board",
    "board.rejected": "Asked for changes to a board",
    "event.room_opened": "Opened a room for a session",
    "event.notes_taken": "Made drafts of what was said in a session",
    "event_report.drafted": "Drafted the report of an event",
    "event_report.asked": "Submitted the report of an event for approval",
    "event_report.approved": "Approved the report of an event",
    "event_report.rejected": "Asked for changes to the report of an event",
    "event_report.cancelled": "Cancelled the approval of the report of an event",
    "event_report.taken_off": "Withdrew the report of an event",
    "event_report.line_sent": "Asked a speaker to approve words",
    "event_report.line_answered": "Answered to words about a speaker",
    "board.cancelled": "Cancelled the approval of a board",
    "member.invited": "Invited someone",
    "member.invitation_cancelled": "Cancelled an invitation",
    "member.asked": "Asked to join",
    "member.joined": "Joined",
    "member.approved": "Approved a member",
    "member.role_changed": "Changed the role of a member",
    "member.removed": "Removed a member",
    "team.made": "Created a team",
    "team.joined": "Added someone to a team",
    "team.left": "Removed someone from a team",
    "introduction.asked": "Asked for an introduction",
    "introduction.agreed": "Agreed to an introduction",
    "introduction.declined": "Answered a request for an introduction with “not now”",
    "introduction.cancelled": "Cancelled a request for an introduction",
    "partnership.changed": "Changed what a partnership is about",
    "partnership.aim_saved": "Added or changed an aim of a partnership",
    "partnership.aim_agreed": "Agreed to an aim of a partnership",
    "partnership.visit_saved": "Added or changed a visit",
    "partnership.exchange_saved": "Added or changed an exchange",
    "partnership.closed": "Closed a partnership",
    "partnership.stepped_out": "Stepped out of a partnership",
    "circle.started": "Started a circle",
    "circle.added": "Added someone to a circle",
    "circle.agreed": "Agreed to the rules of a circle",
    "circle.ended": "A circle ended",
    "circle.invited": "Invited someone to a circle",
    "circle.invitation_cancelled": "Cancelled an invitation to a circle",
    "circle.joined": "Joined a circle",
    "circle.leader_added": "Made someone a leader of a circle",
    "circle.leader_removed": "Ended someone’s role as leader of a circle",
    "circle.rules_changed": "Changed the rules of a circle",
    "circle.left": "Left a circle, or removed someone",
    "organisation.made": "Created an organisation",
    "user.role_given": "Gave a role on the site",
    "user.role_removed": "Removed a role on the site",
    "user.linked": "Linked an account of their organisation",
    "user.erased": "Erased an account",
    "data.uploaded": "Uploaded published figures",
    "data.confirmed": "Imported published figures",
    "data.dropped": "Discarded an upload of figures",
    "data.withdrawn": "Withdrew a release of figures",
    "data.restored": "Restored a release of figures",
    "safety.named": "Named a safeguarding lead",
    "safety.agreed": "Agreed to a safeguarding lead",
    "safety.confirmed": "Confirmed being the safeguarding lead",
    "safety.away": "Changed when a safeguarding lead is away",
    "listening.opened": "Added a session with young people",
    "listening.door_opened": "Let people write on a screen",
    "listening.door_closed": "Closed the screen for writing",
    "listening.languages": "Chose the languages of a session",
    "listening.handed_over": "Handed a session to another worker",
    "listening.typed_in": "Typed in an answer",
    "listening.changed": "Changed an answer, or its consent",
    "listening.kept": "Kept answers",
    "listening.rejected": "Did not use an answer",
    "listening.linked": "Linked answers to a need",
    "listening.unlinked": "Removed answers from a need",
    "listening.taken_back": "Withdrew answers",
    "listening.expired": "Deleted answers whose consent ended",
    "story.started": "Started a story of change",
    "story.consent_changed": "Changed the consent for a story",
    "story.written": "Wrote a story down",
    "story.answers_chosen": "Chose the answers a story is made from",
    "story.answered": "Recorded what a young person said to their story",
    "story.published": "Published a story",
    "story.handed_over": "Handed a story to another worker",
    "story.told": "Recorded who a story was told to",
    "story.told_removed": "Removed who a story was told to",
    "story.aftercare": "Asked how it has been since a story was published",
    "story.taken_back": "Withdrew a story",
    "story.expired": "Deleted a story whose consent ended",
    "translation.checked": "Recorded who checked a translation",
    "translation.stopped": "Stopped offering a language",
    "together.started": "Started a group that decides together",
    "together.cards_made": "Made cards for members",
    "together.card_renewed": "Replaced a member’s card",
    "together.member_added": "Added a member",
    "together.member_removed": "Removed a member",
    "together.opened": "Opened a meeting",
    "together.closed": "Closed a meeting",
    "together.shown": "Showed what a member wrote",
    "together.not_shown": "Did not show what a member wrote",
    "together.ballot_opened": "Started a decision",
    "together.ballot_closed": "Ended a decision",
    "together.overruled": "Overruled a group",
    "together.minutes_saved": "Saved minutes",
    "together.decision_written": "Started the record of a group’s decision",
    "together.minutes_asked": "Asked the members to approve minutes",
    "concern.sent": "Sent a safeguarding concern",
    "concern.read": "Read a safeguarding concern",
    "concern.chased": "Sent a reminder about a concern",
    "concern.recorded": "Confirmed that a concern is recorded elsewhere",
    "concern.closed": "Closed a safeguarding concern",
    "event.arranged": "Changed the time, place or bookings of an event",
    "event.opened": "Opened booking for an event",
    "event.cancelled": "Cancelled an event",
    "booking.made": "Booked an event",
    "booking.changed": "Changed a booking",
    "booking.accepted": "Accepted a place at an event",
    "booking.declined": "Declined a place at an event",
    "booking.lapsed": "Let the offer of a place lapse",
    "booking.cancelled": "Cancelled a booking",
    "booking.exported": "Downloaded the list of bookings",
}
TARGETS = {
    "action": "An action",
    "anonymous_draft": "A lesson without names",
    "assembly": "A group that decides together",
    "listening": "A session with young people",
    "organisation": "An organisation",
    "translation": "Languages for young people’s pages",
    "use_proposal": "A proposed council",
    "user": "A user",
}
DETAILS = {"before": "from", "after": "to", "relation": "link", "decision": "decision"}
VALUES = {
    **{role.name: role.label for role in ROLES.values()},
    **{str(value): str(label) for value, label in Sharing.choices},
    **{str(value): str(label) for value, label in Relation.choices},
    **{str(value): str(label) for value, label in Consent.choices},
    **{str(value): str(label) for value, label in Review.Decision.choices},
}


@dataclass(frozen=True)
class AuditLine:
    at: datetime
    who: str
    what: str
    detail: str
    title: str
    url: str


def describe_audit(entries: Iterable[AuditEntry], user: Reader) -> list[AuditLine]:
    """Entries in words. A record is named only to somebody who may see it; people are named, or have left."""
    entries = list(entries)
    people = {entry.by for entry in entries if entry.by}
    people |= {int(entry.key) for entry in entries if entry.target == "user" and entry.key.isdigit()}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    keys = {kind: {entry.key for entry in entries if entry.target == kind} for kind in ("record", "organisation")}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    kinds: dict[str, str] = {}
    for record in Record.objects.visible_to(user).filter(slug__in=keys["record"]):
        found["record", record.slug] = (record.title, record.get_absolute_url())
        kinds[record.slug] = record.kind
    for one in Organisation.objects.filter(slug__in=keys["organisation"]) if keys["organisation"] else ():
        found["organisation", one.slug] = (one.name, one.get_absolute_url())
    return [_tell(entry, names, found, kinds.get(entry.key, "")) for entry in entries]


def _tell(
    entry: AuditEntry, names: dict[int, str], found: dict[tuple[str, str], tuple[str, str]], kind: str
) -> AuditLine:
    if entry.target == "user":
        title, url = names.get(int(entry.key), "A user who has left") if entry.key.isdigit() else "A user", ""
    else:
        unknown = TARGETS.get(entry.target, f"A {entry.target.replace('_', ' ')}" if entry.target else "")
        title, url = found.get((entry.target, entry.key), (unknown, ""))
    who = names.get(entry.by, "A former user") if entry.by else "The site, or someone not signed in"
    # What became of an action is said by the words of its act.
    details = {} if entry.target == "action" else DETAILS
    told = [f"{label} {_describe_value(value)}" for name, label in details.items() if (value := entry.detail.get(name))]
    if fields := entry.detail.get("fields"):
        told.insert(0, ", ".join(describe_field(name, kind) for name in fields))
    detail = "; ".join(told)
    return AuditLine(entry.at, who, AUDIT_WORDS.get(entry.action, entry.action), detail, title, url)


def _describe_value(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(VALUES.get(str(one), str(one).replace("_", " ")) for one in values)


def describe_field(name: str, kind: str) -> str:
    """As its form asks for it. The entry names no kind, and whoever may not see the record gets the words of any."""
    kinds = [get_kind(kind)] if kind else get_kinds()
    labels = (label for one in kinds if (label := _get_labels(one).get(name)))
    return next(labels, name.replace("_", " "))


@cache
def _get_labels(kind: Kind) -> dict[str, str]:
    """Of what a draft of this kind holds, by field."""
    asked = {
        name: str(field.label or name.replace("_", " ")).removesuffix(" (optional)")
        for section in (kind.sections() if kind.sections else ())
        for name, field in section.form.base_fields.items()
    }
    texts = {name: str(label) for name, label in kind.model.TEXTS.items()}
    return asked | texts | {rows.relation: rows.title for rows in kind.rows}
