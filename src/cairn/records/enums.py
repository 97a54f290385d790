"""The words of the spine: kinds of record, who sees one, how two belong together."""

from django.db.models import TextChoices


class RecordKind(TextChoices):
    """In the order of the chain; kinds outside the chain come last.

    One list below all apps, so that an app can name the kind of an app above it, which it may not import.
    """

    NEED = "need", "Need"
    CHALLENGE = "challenge", "Challenge"
    PRACTICE_MODEL = "practice_model", "Model"
    PROGRAMME = "programme", "Programme"
    ROUND = "round", "Round"
    PROJECT = "project", "Project"
    METHOD = "method", "Method"
    ADOPTION = "adoption", "Using a model"
    SCALING_STRATEGY = "scaling_strategy", "Way to scale"
    DECISION = "decision", "Decision"
    CONDITION_PROFILE = "condition_profile", "Reflection"
    GROUNDWORK = "groundwork", "Before you start"
    EVALUATION_PLAN = "evaluation_plan", "Plan"
    EVALUATION = "evaluation", "Evaluation"
    EVALUATION_REPORT = "evaluation_report", "Evaluation report"
    CLAIM = "claim", "Reported result"
    GUIDANCE = "guidance", "Guidance document"
    RECOMMENDATION = "recommendation", "Recommendation"
    SELF_CHECK = "self_check", "Self-check"
    LESSON = "lesson", "Lesson"
    INSIGHT = "insight", "Insight"
    LEARNING_EVENT = "learning_event", "Learning event"
    PARTNERSHIP = "partnership", "Learning partnership"
    QUESTION = "question", "Question"
    ACTION = "action", "Action"
    PAPER = "paper", "Paper"


class Sharing(TextChoices):
    TEAM = "team", "Your team only"
    ORGANISATION = "organisation", "Your organisation"
    CIRCLE = "circle", "A circle"
    PUBLIC = "public", "Everyone"


class Consent(TextChoices):
    """Of the people a record is about or whose words it rests on."""

    NOT_NEEDED = "not_needed", "Not needed: it could not identify anyone"
    WAITING = "waiting", "Asked for, not given yet"
    GIVEN = "given", "Given"
    TAKEN_BACK = "taken_back", "Withdrawn"


class Relation(TextChoices):
    """How a record belongs to another; the label is read from the one that was linked."""

    COMES_FROM = "comes_from", "comes from"
    PART_OF = "part_of", "is part of"
    INSPIRED_BY = "inspired_by", "was inspired by"
    SUPPORTS = "supports", "supports"
    CONTRADICTS = "contradicts", "contradicts"


# The same link read from its other end.
REVERSED = {
    Relation.COMES_FROM: "led to",
    Relation.PART_OF: "contains",
    Relation.INSPIRED_BY: "inspired",
    Relation.SUPPORTS: "is supported by",
    Relation.CONTRADICTS: "is contradicted by",
}
