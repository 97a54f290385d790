from cairn.decisions.models.co_design import CoDesignStage, DesignReason
from cairn.decisions.models.decisions import (
    Decision,
    DecisionFigure,
    DecisionOption,
    DecisionParticipant,
    DecisionTold,
    DecisionVoice,
)
from cairn.decisions.models.homes import HomesCount
from cairn.decisions.models.stories import DecisionStory

__all__ = [
    "CoDesignStage",
    "Decision",
    "DecisionFigure",
    "DecisionOption",
    "DecisionParticipant",
    "DecisionStory",
    "DecisionTold",
    "DecisionVoice",
    "DesignReason",
    "HomesCount",
]
