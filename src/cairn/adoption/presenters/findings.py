"""What can be said of practice and of outcomes together: an innovation is a step change in both."""

from dataclasses import dataclass

from cairn.adoption.queries import Finding, Found

LABELS: dict[Finding, str] = {
    Finding.STEP_CHANGE: "Step change",
    Finding.GRADUAL_IMPROVEMENT: "Gradual improvement",
    Finding.IMPROVED_SHAPE_UNCLEAR: "Improved, shape unclear",
    Finding.CHANGED_FOR_THE_WORSE: "Changed for the worse",
    Finding.TOO_SMALL_TO_MATTER: "Too small to matter",
    Finding.NO_DETECTABLE_CHANGE: "No detectable change",
    Finding.NOT_ENOUGH_EVIDENCE: "Not enough evidence",
    Finding.CANNOT_TELL: "Cannot tell",
}
OPEN = (Finding.CANNOT_TELL, Finding.NOT_ENOUGH_EVIDENCE)
BETTER = (Finding.GRADUAL_IMPROVEMENT, Finding.IMPROVED_SHAPE_UNCLEAR)


@dataclass(frozen=True)
class TwoFindings:
    """Practice and outcome side by side, and what that allows to be said."""

    practice: Found
    outcome: Found

    @property
    def rows(self) -> list[tuple[str, str, Found]]:
        named = (("Practice", self.practice), ("Outcome", self.outcome))
        return [(name, LABELS[found.finding], found) for name, found in named]

    @property
    def is_innovation(self) -> bool:
        return self.practice.finding == self.outcome.finding == Finding.STEP_CHANGE

    @property
    def sentence(self) -> str:
        practice, outcome = self.practice.finding, self.outcome.finding
        if self.is_innovation:
            return "Practice and outcomes both changed in a step: the figures support calling this an innovation."
        if practice in OPEN and outcome in OPEN:
            return "We cannot tell yet whether practice or outcomes changed."
        if practice in OPEN:
            return "We cannot tell whether practice changed, so the figures do not support calling this an innovation."
        if outcome in OPEN:
            return "We cannot tell whether outcomes changed, so the figures do not support calling this an innovation."
        if Finding.STEP_CHANGE in (practice, outcome) and (practice in BETTER or outcome in BETTER):
            return "One of the two changed in a step, the other improved less clearly. That is not an innovation yet."
        if practice == Finding.STEP_CHANGE:
            return "Practice changed in a step and outcomes did not. That is not an innovation yet."
        if outcome == Finding.STEP_CHANGE:
            return "Outcomes changed in a step and practice did not, so something else may be the cause."
        if practice in BETTER and outcome in BETTER:
            return "Practice and outcomes improved, but not in a step. That is improvement, and worth doing."
        return "The figures do not support calling this an innovation."
