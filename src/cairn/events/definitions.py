"""The learning events that the site brings, as their YAML says them, checked."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.common.definitions import DefinitionError, load_definition
from cairn.library.definitions.vocabularies import get_vocabulary


def get_known_events() -> list[dict[str, Any]]:
    return _load(Path(settings.DEFINITIONS_DIR) / "events")


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_known_events()
    except DefinitionError as problem:
        yield problem


@cache
def _load(folder: Path) -> list[dict[str, Any]]:
    definition = load_definition(folder / "learning_events.yaml", folder / "learning_events.schema.json")
    topics = get_vocabulary("boards").keys
    events: list[dict[str, Any]] = definition.data
    for number, event in enumerate(events):
        for position, session in enumerate(event["sessions"]):
            if session.get("topic", "") not in topics | {""}:
                problem = f"'topic' is '{session['topic']}', which is none of {', '.join(sorted(topics))}."
                raise definition.error(problem, number, "sessions", position, "topic")
        for position, condition in enumerate(event.get("conditions", [])):
            if condition.get("session", 0) >= len(event["sessions"]):
                problem = f"'session' is {condition['session']}, and the last session is {len(event['sessions']) - 1}."
                raise definition.error(problem, number, "conditions", position, "session")
    return events
