"""Answers of needs and challenges in words."""

from cairn.indicators.definitions import IndicatorDefinition, get_definitions
from cairn.voice.models import Challenge, Need, Viewpoint


def get_viewpoints(record: Need | Challenge) -> list[str]:
    return [str(Viewpoint(name).label) for name in record.viewpoints if name in Viewpoint.values]


def get_measures(challenge: Challenge) -> list[IndicatorDefinition]:
    """Measures that were chosen and still exist."""
    return [measure for measure in get_definitions() if measure.key in challenge.measures]
