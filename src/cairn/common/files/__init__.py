"""Files that people bring: taken only for what they are, made harmless, and read with care."""

from cairn.common.files.accessibility import check_access
from cairn.common.files.inspection import CheckedFile, UnableToTakeFile, check_upload
from cairn.common.files.media import CleanedMedia, Media, check_media
from cairn.common.files.scanning import UnableToScan, is_infected
from cairn.common.files.tables import read_table
from cairn.common.files.text import ExtractedText, extract_text

__all__ = [
    "CheckedFile",
    "CleanedMedia",
    "ExtractedText",
    "Media",
    "UnableToScan",
    "UnableToTakeFile",
    "check_access",
    "check_media",
    "check_upload",
    "extract_text",
    "is_infected",
    "read_table",
]
