"""Whether people who cannot see a file get what it says. Looked at in a process of its own."""

import json
import tempfile
from collections.abc import Sequence
from typing import Any

from cairn.common.files.apart import UnableToOpen, run_apart
from cairn.common.files.inspection import TYPES, CheckedFile, UnableToTakeFile

SHORTEST_TEXT = 20  # characters; fewer say nothing of a set of slides
LOOKED_AT = (TYPES["pdf"], TYPES["pptx"], TYPES["odp"])
MOST_NAMED, LONGEST_NAME = 8, 60
OR_WRITE = "or write what it says under “What it says”."


def check_access(checked: CheckedFile, access_text: str) -> None:
    """A PDF has tags, pictures on slides have descriptions, or the text beside the file says it all."""
    if len(access_text.strip()) >= SHORTEST_TEXT:
        return
    if checked.content_type.startswith("image/"):
        raise UnableToTakeFile("People who cannot see this picture need a description. Write it under “What it says”.")
    if checked.content_type not in LOOKED_AT:
        return
    found = _look_at(checked)
    if not found.get("tagged", True):
        raise UnableToTakeFile(
            "This PDF has no tags, so a screen reader cannot follow it. Save it again from your slides as an "
            f"accessible (tagged) PDF, {OR_WRITE}"
        )
    if found["without"]:
        what = "page" if checked.content_type == TYPES["pdf"] else "slide"
        raise UnableToTakeFile(
            f"These pictures have no description: {list_pictures(found['without'], what)}. Choose each picture in your "
            f"slides and write its alternative text, or mark it as decoration; {OR_WRITE}"
        )


def _look_at(checked: CheckedFile) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(checked.content)
        file.flush()
        try:
            found: dict[str, Any] = json.loads(run_apart("look", file.name, checked.content_type))
        except (UnableToOpen, ValueError) as problem:
            raise UnableToTakeFile(
                f"We could not check whether this file is accessible. Save it again, {OR_WRITE}"
            ) from problem
    return found


def list_pictures(found: Sequence[tuple[int, str]], what: str) -> str:
    """Each by its name on its slide or page; of many the first few."""
    named = [_name_picture(number, name, what) for number, name in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        return f"{', '.join(named)} and {len(found) - MOST_NAMED} more"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _name_picture(number: int, name: str, what: str) -> str:
    called = f"“{' '.join(name.split())[:LONGEST_NAME]}”" if name.strip() else "a picture"
    return f"{called} on {what} {number}" if number else called
