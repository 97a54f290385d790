from cairn.library.models.choices import (
    Direction,
    FundingStatus,
    Grade,
    Happened,
    Helped,
    Keep,
    Moved,
    ReportState,
    RiskState,
    Topic,
)
from cairn.library.models.entries import EvaluationReport, Method, PracticeModel, Programme, Project, Round
from cairn.library.models.evidence import Claim, ReportedJudgement, Source
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
    "Award",
    "Claim",
    "Component",
    "Direction",
    "EvaluationReport",
    "FundingStatus",
    "Grade",
    "Happened",
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
    "ReportState",
    "ReportedJudgement",
    "Risk",
    "RiskState",
    "Round",
    "ShortListed",
    "Source",
    "StarterRecord",
    "SystemPart",
    "Topic",
]
