from cairn.adoption.models.embedding import EmbedAnswer, Embedding, EmbedReview
from cairn.adoption.models.figures import OwnFigure, OwnMeasure, OwnPhase
from cairn.adoption.models.parts import Adaptation, AdoptionPart, FidelityAnswer, FidelityCheck
from cairn.adoption.models.proposals import UseComment, UseProposal
from cairn.adoption.models.scaling import ScalingFunding, ScalingMove, ScalingSource, ScalingStrategy
from cairn.adoption.models.starts import StartConfirmation
from cairn.adoption.models.using import IN_USE, OVER, Adoption, AdoptionMove

__all__ = [
    "IN_USE",
    "OVER",
    "Adaptation",
    "Adoption",
    "AdoptionMove",
    "AdoptionPart",
    "EmbedAnswer",
    "EmbedReview",
    "Embedding",
    "FidelityAnswer",
    "FidelityCheck",
    "OwnFigure",
    "OwnMeasure",
    "OwnPhase",
    "ScalingFunding",
    "ScalingMove",
    "ScalingSource",
    "ScalingStrategy",
    "StartConfirmation",
    "UseComment",
    "UseProposal",
]
