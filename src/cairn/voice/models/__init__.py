from cairn.voice.models.contributions import Consent, Contribution, ListeningSession, NeedVoice, PrivateCode
from cairn.voice.models.needs import Challenge, Need, Viewpoint
from cairn.voice.models.safeguarding import SafeguardingConcern, SafetyPost
from cairn.voice.models.translations import TranslationCheck

__all__ = [
    "Challenge",
    "Consent",
    "Contribution",
    "ListeningSession",
    "Need",
    "NeedVoice",
    "PrivateCode",
    "SafeguardingConcern",
    "SafetyPost",
    "TranslationCheck",
    "Viewpoint",
]
