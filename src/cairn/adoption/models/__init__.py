from cairn.adoption.models.embedding import EmbedAnswer, Embedding, EmbedReview
from cairn.adoption.models.parts import Adaptation, AdoptionPart, FidelityAnswer, FidelityCheck
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
    "StartConfirmation",
]
