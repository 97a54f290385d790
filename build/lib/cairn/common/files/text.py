"""Reading the words of a file in a process of its own, so that a hostile file can only hurt that process."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SECONDS = 20
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
    command = [sys.executable, "-I", "-m", "cairn.common.files.extract", str(path), content_type]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return ExtractedText("", UNREADABLE)
    if done.returncode:
        return ExtractedText("", UNREADABLE)
    try:
        return ExtractedText(json.loads(done.stdout)["text"])
    except (ValueError, KeyError, TypeError):
        return ExtractedText("", UNREADABLE)
