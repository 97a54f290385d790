"""The words in which the library sorts what it holds."""

from django.db.models import TextChoices


class Grade(TextChoices):
    """Who says it. A grade of the saying, not of the thing."""

    EVALUATION = "E", "Independent evaluation or research"
    GOVERNMENT = "G", "Government, inspectorate, auditor or Parliament"
    COUNCIL = "C", "The council or an organisation involved"
    PRESS = "N", "Press"
    SECOND_HAND = "S", "Second-hand account of an evaluation"


class Direction(TextChoices):
    """What a reported result says about the thing it is about."""

    FOR = "for", "In favour"
    AGAINST = "against", "Against"
    NOTHING = "nothing", "No difference found, or not shown"
    CONTEXT = "context", "Facts around it"


class Topic(TextChoices):
    """What a reported result is a result of. How it was carried out is another question than what changed."""

    OUTCOME = "outcome", "What changed for children and families"
    DELIVERY = "delivery", "How it was carried out"
    COST = "cost", "What it cost or saved"
    CONTEXT = "context", "Context"


class Change(TextChoices):
    """Which way the figure of a result moved. Whether that is better depends on what was counted."""

    MORE = "more", "More"
    FEWER = "fewer", "Fewer, or less"
    SAME = "same", "No clear change"


class Study(TextChoices):
    """How a result is known, as far as the strength of evidence goes by it."""

    TRIAL = "trial", "Randomised trial"
    COMPARISON = "comparison", "Comparison with a similar group"
    BEFORE_AFTER = "before_after", "Before and after, or over time"
    ONE_GROUP = "one_group", "One group, counted or followed"
    VIEWS = "views", "Views of staff, families or young people"
    REVIEW = "review", "Review of several studies"


class CostUnit(TextChoices):
    """For what an amount was spent."""

    IN_ALL = "in_all", "in all"
    YEAR = "year", "a year"
    WEEK = "week", "a week"
    CHILD = "child", "for each child"
    FAMILY = "family", "for each family"
    WORKER = "worker", "for each worker"


class Keep(TextChoices):
    """Whether a part of a model may be changed."""

    MUST_KEEP = "must_keep", "Must be kept"
    MAY_CHANGE = "may_change", "May be changed"
    NOT_SAID = "not_said", "Not said in any source we read"


class FundingStatus(TextChoices):
    FUNDED = "funded", "Funded by a programme"
    NOT_FUNDED = "not_funded", "Outside the programme: no grant was found"
    OUTSIDE_SECTOR = "outside_sector", "From outside children’s social care"
    NOT_KNOWN = "not_known", "Not known"


class Moved(TextChoices):
    """Where a project stands from a day on: one of the six stages, or one of the ways in which work rests or ends."""

    MOBILISING = "mobilising", "Mobilising"
    DESIGNING = "designing", "Designing"
    DEVELOPING = "developing", "Developing"
    INTEGRATING = "integrating", "Integrating"
    GROWING = "growing", "Growing"
    SYSTEM_CHANGE = "system_change", "System change"
    PAUSED = "paused", "Paused"
    RESUMED = "resumed", "Started again"
    HANDED_ON = "handed_on", "Handed on to someone else"
    ENDED = "ended", "Ended"


class ReportState(TextChoices):
    """How far an evaluation has come. Overdue is no state of its own: it follows from the day and from `due`."""

    PUBLISHED = "published", "Published"
    RUNNING = "running", "No result found yet"
    STOPPED = "stopped", "Stopped before it could report"


class Happened(TextChoices):
    """What kind of thing happened to something after it began."""

    EVENT = "event", "Event"
    FUNDING = "funding", "Funding"
    SPREAD = "spread", "Use elsewhere"
    INSPECTION = "inspection", "Inspection"
    EVALUATION = "evaluation", "Evaluation"
    ORGANISATION = "organisation", "Organisation"
    LAW = "law", "Law and policy"
    ENDED = "ended", "Ended"


class RiskState(TextChoices):
    """How it stands with something that could go wrong."""

    WATCHING = "watching", "Watched"
    HAPPENED = "happened", "It happened"
    PAST = "past", "No longer likely"


class Helped(TextChoices):
    HELPED = "helped", "Helped"
    DID_NOT_HELP = "did_not_help", "Did not help"
    MIXED = "mixed", "Helped in part"
    NOT_SAID = "not_said", "Not said in any source we read"


class GuidanceType(TextChoices):
    """What sort of document says what should be done."""

    PRACTICE_GUIDE = "practice_guide", "Practice guide"
    STATUTORY = "statutory", "Statutory guidance"
    DUTY = "duty", "Duty in law"
    INSPECTION = "inspection", "Inspection report"
    REVIEW = "review", "Review or inquiry"


class Backing(TextChoices):
    """How strong the evidence behind a recommendation is, in the words of the document that makes it."""

    STRONG = "strong", "Strong evidence"
    GOOD = "good", "Good evidence"
    PROMISING = "promising", "Promising evidence"
    NOT_SAID = "not_said", "No strength of evidence given"


class Answer(TextChoices):
    """How far a council has come with a recommendation, by its own account."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_YET = "not_yet", "Not yet"
    NOT_APPLICABLE = "not_applicable", "Does not apply"
