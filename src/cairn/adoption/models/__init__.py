from cairn.adoption.models.embedding import EmbedAnswer, Embedding, EmbedReview
from cairn.adoption.models.figures import OwnFigure, OwnMeasure, OwnPhase
from cairn.adoption.models.using import Adoption, AdoptionMove

__all__ = ["Adoption", "AdoptionMove", "EmbedAnswer", "EmbedReview", "Embedding", "OwnFigure", "OwnMeasure", "OwnPhase"]
