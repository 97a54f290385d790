"""What a paper can be about, and what can be an option in it."""

from cairn.records.enums import RecordKind

ABOUT = (RecordKind.CHALLENGE, RecordKind.PROGRAMME)
OPTIONS = (RecordKind.PRACTICE_MODEL, RecordKind.PROJECT, RecordKind.METHOD)
