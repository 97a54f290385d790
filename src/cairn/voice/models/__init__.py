from cairn.voice.models.contributions import (
    Consent,
    Contribution,
    ContributionFile,
    ListeningSession,
    NeedVoice,
    PrivateCode,
)
from cairn.voice.models.needs import Challenge, Need, Viewpoint
from cairn.voice.models.safeguarding import SafeguardingConcern, SafetyPost
from cairn.voice.models.stories import (
    Story,
    StoryAudience,
    StoryIndexPage,
    StoryPage,
    StoryReading,
    StoryRecording,
    StoryVoice,
)
from cairn.voice.models.translations import TranslationCheck
from cairn.voice.models.withdrawn import WithdrawnSentence

__all__ = [
    "Challenge",
    "Consent",
    "Contribution",
    "ContributionFile",
    "ListeningSession",
    "Need",
    "NeedVoice",
    "PrivateCode",
    "SafeguardingConcern",
    "SafetyPost",
    "Story",
    "StoryAudience",
    "StoryIndexPage",
    "StoryPage",
    "StoryReading",
    "StoryRecording",
    "StoryVoice",
    "TranslationCheck",
    "Viewpoint",
    "WithdrawnSentence",
]
