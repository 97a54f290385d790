"""What a file is, by its content and not by its name, and whether it may come in."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import puremagic
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from cairn.common.files import images
from cairn.common.files.apart import Refused, UnableToOpen, run_apart

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
}
SAME = {"jpeg": "jpg"}
ALLOWED = (
    "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), OpenDocument (odt, odp), CSV, plain text, PNG, JPEG and WebP"
)
MAIN_PART = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "odt": "content.xml",
    "odp": "content.xml",
}
MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO = 2000, 200 * 1024 * 1024, 200
MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe|object|embed)\b", re.IGNORECASE)
LONGEST_NAME = 100


class UnableToTakeFile(ValueError):
    """The sentence says what was given, what is allowed and what to do next."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that may come in; an image holds nothing but its picture any more."""

    content: bytes
    content_type: str
    safe_name: str


def check_upload(name: str, data: BinaryIO) -> CheckedFile:
    """Read a file that somebody sent; raises UnableToTakeFile."""
    most = settings.UPLOAD_MAX_BYTES
    content = data.read(most + 1)
    if len(content) > most:
        raise UnableToTakeFile(
            f"This file is larger than {filesizeformat(most)}. Make it smaller, or share a part of it."
        )
    if not content:
        raise UnableToTakeFile("This file is empty. Choose another.")
    extension = PurePath(name).suffix.lower().lstrip(".")
    extension = SAME.get(extension, extension)
    if extension not in TYPES:
        given = f"Files of the type “{extension[:10]}”" if extension else "Files without a type in their name"
        raise UnableToTakeFile(f"{given} are not accepted. Save it as one of these: {ALLOWED}.")
    content = _open_apart(content, extension) if extension in OPENED else open_file(content, extension)
    return CheckedFile(content, TYPES[extension], make_safe_name(name, extension))


def _open_apart(content: bytes, extension: str) -> bytes:
    try:
        return run_apart("opened", extension, content=content)
    except Refused as problem:
        raise UnableToTakeFile(str(problem)) from None
    except UnableToOpen as problem:
        raise UnableToTakeFile(
            "We could not open this file in the time and memory allowed, or the site is busy. Save a "
            "smaller version and choose that, or try again later."
        ) from problem


def open_file(content: bytes, extension: str) -> bytes:
    """The file as it may come in; raises UnableToTakeFile. What has to be unpacked for it is opened apart."""
    if extension in images.FORMATS:
        return _clean_image(content, extension)
    CHECKS[extension](content, extension)
    return content


def make_safe_name(name: str, extension: str) -> str:
    """The name without path, control characters, marks that turn text round, or a second type."""
    stem = PurePath(name.replace("\\", "/")).name
    stem = stem[: stem.rfind(".")] if "." in stem else stem
    stem = unicodedata.normalize("NFC", stem)
    stem = "".join(letter if letter.isalnum() or letter in " -_()" else "-" for letter in stem)
    stem = re.sub(r"[-\s]{2,}", "-", stem).strip(" -")[:LONGEST_NAME]
    return f"{stem or 'file'}.{extension}"


def _clean_image(content: bytes, extension: str) -> bytes:
    try:
        return images.clean(content, extension)
    except images.UnableToReadImage as problem:
        raise UnableToTakeFile(str(problem)) from problem


def _check_pdf(content: bytes, extension: str) -> None:
    if not content.startswith(b"%PDF-"):
        raise _not_what_it_says(extension)
    if b"%%EOF" not in content[-2048:]:
        raise UnableToTakeFile("This PDF is incomplete. Save it again and choose the new file.")
    # A file that is a page or an archive as well is meant for harm.
    if MARKUP.search(content[:4096]) or content[-65_557:].rfind(b"PK\x05\x06") != -1:
        raise _not_what_it_says(extension)


def _check_office(content: bytes, extension: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
        raise _not_what_it_says(extension) from problem
    if not content.startswith(b"PK\x03\x04"):  # something stands before the archive
        raise _not_what_it_says(extension)
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(content) + 1024 * 1024:
        raise UnableToTakeFile("This file unpacks to far more than it should. Save it again as a PDF and choose that.")
    names = {member.filename for member in members}
    if MAIN_PART[extension] not in names:
        raise _not_what_it_says(extension)
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) or "Basic/" in name for name in names):
        raise UnableToTakeFile(
            "This file contains macros, which can be harmful. Save it without macros and choose the new file."
        )


def _check_text(content: bytes, extension: str) -> None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise _not_what_it_says(extension)
    if "\0" in text or MARKUP.search(content) or _is_binary(content):
        raise _not_what_it_says(extension)


def _is_binary(content: bytes) -> bool:
    """Whether it begins as some other kind of file does."""
    try:
        found = puremagic.magic_string(content[:4096])
    except (puremagic.PureError, ValueError):
        return False
    return any(
        match.confidence >= 0.8 and not match.mime_type.startswith("text/") for match in found if match.mime_type
    )


def _not_what_it_says(extension: str) -> UnableToTakeFile:
    return UnableToTakeFile(
        f"This is not a proper {extension} file, whatever its name says. Allowed are {ALLOWED}. "
        "Save it again as one of these."
    )


OPENED = {*images.FORMATS, *MAIN_PART}  # the others are looked through byte by byte
CHECKS = {
    "pdf": _check_pdf,
    **dict.fromkeys(MAIN_PART, _check_office),
    **dict.fromkeys(("csv", "txt"), _check_text),
}
