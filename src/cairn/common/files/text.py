"""Reading the words of a file in a process of its own, so that a hostile file can only hurt that process."""

import json
from dataclasses import dataclass
from pathlib import Path

from cairn.common.files.apart import UnableToOpen, run_apart

READABLE = {"application/pdf", "text/plain", "text/csv"}
UNREADABLE = "Its words could not be read, so search does not find them. The file itself can be opened."


@dataclass(frozen=True)
class ExtractedText:
    text: str
    problem: str = ""


def extract_text(path: str | Path, content_type: str) -> ExtractedText:
    """The words of a PDF, Word, OpenDocument or text file; none of a picture. Never raises for what is in the file."""
    if content_type.startswith("image/") or content_type.endswith("spreadsheetml.sheet"):
        return ExtractedText("")
    try:
        return ExtractedText(json.loads(run_apart("extract", str(path), content_type))["text"])
    except (UnableToOpen, ValueError, KeyError, TypeError):
        return ExtractedText("", UNREADABLE)
