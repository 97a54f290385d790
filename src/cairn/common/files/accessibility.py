"""Whether people who cannot see a file get what it says. Looked at in a process of its own."""

import json
import tempfile

from cairn.common.files.apart import UnableToOpen, run_apart
from cairn.common.files.inspection import TYPES, CheckedFile, UnableToTakeFile

SHORTEST_TEXT = 20  # characters; fewer say nothing of a set of slides
OR_WRITE = "or write what it says under “What it says”."


def check_access(checked: CheckedFile, access_text: str) -> None:
    """A PDF has tags, pictures on slides have descriptions, or the text beside the file says it all."""
    if len(access_text.strip()) >= SHORTEST_TEXT:
        return
    if checked.content_type.startswith("image/"):
        raise UnableToTakeFile(
            "A picture says nothing to people who cannot see it. Write under “What it says” what it shows."
        )
    if checked.content_type not in (TYPES["pdf"], TYPES["pptx"]):
        return
    found = _look_at(checked)
    if "tagged" in found and not found["tagged"]:
        raise UnableToTakeFile(
            "This PDF has no tags, so a screen reader cannot follow it. Save it again from your slides as an "
            f"accessible (tagged) PDF, {OR_WRITE}"
        )
    if slides := found.get("without"):
        raise UnableToTakeFile(
            f"There are pictures without a description on {_list_slides(slides)}. Choose each picture in your slides "
            f"and write its alternative text, or mark it as decoration; {OR_WRITE}"
        )


def _look_at(checked: CheckedFile) -> dict[str, list[int] | bool]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(checked.content)
        file.flush()
        try:
            found: dict[str, list[int] | bool] = json.loads(run_apart("look", file.name, checked.content_type))
        except (UnableToOpen, ValueError) as problem:
            raise UnableToTakeFile(
                f"It could not be seen whether this file can be read by everybody. Save it again, {OR_WRITE}"
            ) from problem
    return found


def _list_slides(slides: list[int] | bool) -> str:
    numbers = [str(number) for number in slides] if isinstance(slides, list) else []
    if len(numbers) == 1:
        return f"slide {numbers[0]}"
    return f"slides {', '.join(numbers[:-1])} and {numbers[-1]}"
