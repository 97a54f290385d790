"""What stands in a table instead of a number, and why. The signs are those of the Government Statistical Service."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    sign: str
    words: str
    explanation: str


MARKS = {
    "suppressed": Mark("[c]", "Hidden", "Hidden because the number is so small that it could point to a child."),
    "missing": Mark("[x]", "Not available", "Not available: the newest data release has no figure here."),
    "not_applicable": Mark("[z]", "Not applicable", "Not applicable: there can be no figure here."),
}
