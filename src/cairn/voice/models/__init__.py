from cairn.voice.models.needs import Challenge, Need, Viewpoint
from cairn.voice.models.safeguarding import SafeguardingConcern, SafetyPost

__all__ = ["Challenge", "Need", "SafeguardingConcern", "SafetyPost", "Viewpoint"]
