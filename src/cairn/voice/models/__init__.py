from cairn.voice.models.needs import Challenge, Need, Viewpoint
from cairn.voice.models.safeguarding import SafetyPost, SafeguardingConcern

__all__ = ["Challenge", "Need", "SafetyPost", "Viewpoint", "SafeguardingConcern"]
