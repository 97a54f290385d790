"""A picture or a recording that somebody made to say something: small, and nothing in it but what is seen or heard.

Whoever sends one may be a child on any phone, so what a file is goes by its content and never by its name.
"""

import json
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from cairn.common.files import images, recordings
from cairn.common.files.apart import REFUSED, Refused, UnableToOpen, run_apart
from cairn.common.files.extract import limit
from cairn.common.files.inspection import UnableToTakeFile

MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 1600
PICTURE_TYPE = "image/webp"  # whatever it came as: small for a photograph, and sharp for a drawing
ACCEPTED = "JPEG, PNG and WebP"
TYPES = {PICTURE_TYPE: "webp", "audio/mp4": "m4a", "audio/mpeg": "mp3", "audio/wav": "wav"}
APPLE = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")


class Media(StrEnum):
    PICTURE = "picture"
    RECORDING = "recording"


@dataclass(frozen=True)
class CleanedMedia:
    content: bytes
    content_type: str
    seconds: int = 0  # of a recording


def check_media(kind: Media, data: BinaryIO) -> CleanedMedia:
    """Read what somebody sent; raises UnableToTakeFile, with a sentence that a child can read."""
    content = data.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnableToTakeFile(f"This {kind} is too big. The most we take is {MOST_BYTES // 1024 // 1024} MB.")
    if not content:
        raise UnableToTakeFile("This file is empty. Choose another.")
    try:
        made = run_apart("media", kind, content=content)
    except Refused as problem:
        raise UnableToTakeFile(str(problem)) from None
    except UnableToOpen as problem:
        raise UnableToTakeFile(f"We could not open this {kind}. Try again, or choose a smaller one.") from problem
    head, _, cleaned = made.partition(b"\n")
    return CleanedMedia(cleaned, **json.loads(head))


def clean_picture(content: bytes) -> CleanedMedia:
    extension = _find_extension(content)
    return CleanedMedia(images.clean(content, extension, side=LONGEST_SIDE, to="webp"), PICTURE_TYPE)


def clean_recording(content: bytes) -> CleanedMedia:
    made = recordings.clean(content)
    return CleanedMedia(made.content, made.content_type, max(1, round(made.seconds)))


def _find_extension(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in APPLE:
        raise images.UnableToReadImage(
            "This is an HEIC picture, which only some phones can show. Take it with the button on this page, or save "
            "it as JPEG."
        )
    raise images.UnableToReadImage(f"This is not a picture that we can take. We take {ACCEPTED}.")


def main(kind: str) -> None:
    """Runs under limits, alone."""
    content = sys.stdin.buffer.read()
    limit()
    try:
        made = clean_picture(content) if kind == Media.PICTURE else clean_recording(content)
    except (images.UnableToReadImage, recordings.UnableToReadRecording) as problem:
        sys.stdout.write(str(problem))
        sys.stdout.flush()
        sys.exit(REFUSED)
    head = json.dumps({"content_type": made.content_type, "seconds": made.seconds})
    sys.stdout.buffer.write(head.encode() + b"\n" + made.content)
