from cairn.library.models.checks import FactCheck
from cairn.library.models.choices import (
    Answer,
    Backing,
    Direction,
    FundingStatus,
    Grade,
    GuidanceType,
    Helped,
    Keep,
    Moved,
    RiskState,
    Topic,
)
from cairn.library.models.entries import EvaluationReport, Method, PracticeModel, Programme, Project, Round
from cairn.library.models.evidence import Claim, ReportedJudgement, Source
from cairn.library.models.guidance import Guidance, Recommendation, SelfCheck, SelfCheckAnswer
from cairn.library.models.parts import (
    Award,
    Component,
    MethodUse,
    Milestone,
    ProjectMove,
    ProjectOutcome,
    Rating,
    Risk,
    SystemPart,
)
from cairn.library.models.readers import ShortListed
from cairn.library.models.starter import StarterRecord
from cairn.library.models.updates import HelpOffer, ProjectCoach, ProjectUpdate

__all__ = [
    "Answer",
    "Award",
    "Backing",
    "Claim",
    "Component",
    "Direction",
    "EvaluationReport",
    "FactCheck",
    "FundingStatus",
    "Grade",
    "Guidance",
    "GuidanceType",
    "HelpOffer",
    "Helped",
    "Keep",
    "Method",
    "MethodUse",
    "Milestone",
    "Moved",
    "PracticeModel",
    "Programme",
    "Project",
    "ProjectCoach",
    "ProjectMove",
    "ProjectOutcome",
    "ProjectUpdate",
    "Rating",
    "Recommendation",
    "ReportedJudgement",
    "Risk",
    "RiskState",
    "Round",
    "SelfCheck",
    "SelfCheckAnswer",
    "ShortListed",
    "Source",
    "StarterRecord",
    "SystemPart",
    "Topic",
]
