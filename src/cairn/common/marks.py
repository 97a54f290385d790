"""What stands in a table instead of a number, and why. The signs are those of the Government Statistical Service."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    sign: str
    words: str
    explanation: str


MARKS = {
    "suppressed": Mark("[c]", "Hidden", "Suppressed, because the number is so small that it could identify a child."),
    "missing": Mark("[x]", "Not available", "Not available: the latest release has no figure here."),
    "not_applicable": Mark("[z]", "Not applicable", "Not applicable: no figure is possible here."),
}
