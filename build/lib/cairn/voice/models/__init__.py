from cairn.voice.models.needs import Challenge, Need, Viewpoint
from cairn.voice.models.worries import SafetyPost, Worry

__all__ = ["Challenge", "Need", "SafetyPost", "Viewpoint", "Worry"]
