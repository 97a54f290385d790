"""Tables with bounds, as Markdown."""

from dataclasses import dataclass, field


@dataclass
class Section:
    """One part of the report."""

    title: str
    words: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        self.rows.append(tuple(cell if isinstance(cell, str) else f"{cell:.3f}" for cell in cells))

    def check(self, name: str, value: float, low: float, high: float) -> str:
        """The value as text; remembered where it lies outside its bounds."""
        if not low <= value <= high:
            self.missed.append(f"{name}: {value:.4f} is outside {low:.3f} to {high:.3f}")
        return f"{value:.3f}"

    def to_markdown(self) -> str:
        lines = [f"## {self.title}", "", self.words, ""]
        lines.append("| " + " | ".join(self.header) + " |")
        lines.append("|" + "---|" * len(self.header))
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        lines += ["", *(f"**Missed bound.** {one}." for one in self.missed)]
        if not self.missed:
            lines.append("Every bound is kept.")
        return "\n".join(lines) + "\n"
