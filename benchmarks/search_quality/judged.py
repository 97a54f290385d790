"""Questions and their grades, as they stand in queries.yaml."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("queries.yaml")
GRADES = {"best": 3, "useful": 2, "marginal": 1}
EVERY = 3  # every third question of a job is held out


@dataclass(frozen=True)
class Question:
    """`grades` are by the slugs of records; `seen` is everything that was ever looked at, the worthless included."""

    job: str
    words: str
    asked_as: str
    is_held_out: bool
    grades: dict[str, int]
    seen: frozenset[str]


def load_questions(path: Path = FILE) -> list[Question]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_read(job["job"], row, number) for job in jobs for number, row in enumerate(job["questions"], start=1)]


def _read(job: str, row: dict[str, Any], number: int) -> Question:
    grades = {slug: grade for name, grade in GRADES.items() for slug in row.get(name, [])} | row.get("pooled", {})
    seen = frozenset([*grades, *row.get("none", [])])
    return Question(job, row["words"], row["as"], number % EVERY == 0, grades, seen)
