from cairn.decisions.models.co_design import CoDesignStage, DesignReason
from cairn.decisions.models.decisions import (
    Decision,
    DecisionFigure,
    DecisionOption,
    DecisionParticipant,
    DecisionTold,
    DecisionVoice,
)

__all__ = [
    "CoDesignStage",
    "Decision",
    "DecisionFigure",
    "DecisionOption",
    "DecisionParticipant",
    "DecisionTold",
    "DecisionVoice",
    "DesignReason",
]
