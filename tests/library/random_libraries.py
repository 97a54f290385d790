"""Small libraries whose links, levels of sharing and contents are drawn at random; and a slow twin that walks them.

The twin follows each link by itself, one object at a time, and shares no code with `cairn.library.queries.known`.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from cairn.adoption.models import Adoption
from cairn.lessons.models import Lesson
from cairn.library.models import (
    Award,
    Claim,
    EvaluationReport,
    ModelCost,
    PracticeModel,
    Programme,
    Project,
    ProjectCost,
    ProjectOutcome,
    Round,
    Source,
)
from cairn.places.models import Team
from cairn.records.enums import Relation
from cairn.records.models import Record, Tie
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON

SECRET = "Hidden words"


@dataclass
class RandomLibrary:
    random: Random
    team: Team
    models: list[Any] = field(default_factory=list)
    projects: list[Any] = field(default_factory=list)
    programmes: list[Any] = field(default_factory=list)
    rounds: list[Any] = field(default_factory=list)
    reports: list[Any] = field(default_factory=list)
    adoptions: list[Any] = field(default_factory=list)
    number: int = 0

    def make(self, kind: Any, **fields: Any) -> Any:
        """Public, shared with an organisation, or a team's draft; what not everybody may read has a secret title."""
        self.number += 1
        level = self.random.choice(["public", "public", "public", "organisation", "team"])
        title = f"{kind.__name__} {self.number}" if level == "public" else f"{SECRET} {self.number}"
        return kind.objects.create(
            title=title,
            slug=f"r{self.number}",
            live=level != "team",
            sharing=level,
            organisation=self.team.organisation,
            team=self.team,
            created_at=NOON,
            updated_at=NOON,
            **fields,
        )

    def maybe(self, often: float = 0.5) -> bool:
        return self.random.random() < often


def build(seed: int, team: Team) -> RandomLibrary:
    library = RandomLibrary(Random(seed), team)
    random, maybe = library.random, library.maybe
    place = CouncilFactory()
    source = Source.objects.create(key=f"source-{seed}", title="A source")
    library.programmes = [library.make(Programme) for _ in range(2)]
    library.rounds = [library.make(Round, in_programme=random.choice(library.programmes), money="")]
    library.models = [library.make(PracticeModel, takes="Much time" if maybe(0.2) else "") for _ in range(4)]
    for _ in range(4):
        programme = random.choice([None, None, *library.programmes])
        project = library.make(Project, in_programme=programme)
        library.projects.append(project)
        for model in random.sample(library.models, random.choice([0, 1, 1, 2])):
            Project.models_used.through.objects.create(project=project, practicemodel=model)
        if maybe(0.3):
            Award.objects.create(
                project=project, words="£2.1m", from_programme=random.choice([None, *library.programmes])
            )
        if maybe(0.2):
            ProjectCost.objects.create(project=project, amount=500, unit="family", covers="A conference")
        if maybe(0.3):
            result = random.choice(["", "Down 68%"])
            ProjectOutcome.objects.create(project=project, title="Missing episodes", result=result)
    for model in library.models:
        if maybe(0.2):
            ModelCost.objects.create(model=model, amount=180000, unit="year", covers="A local project")
    library.adoptions = [
        library.make(Adoption, practice_model=random.choice(library.models), place=place, grade="C")
        for _ in range(random.choice([0, 1, 2]))
    ]
    subjects = [*library.models, *library.projects, *library.programmes, *library.rounds, *library.adoptions]
    for _ in range(2):
        texts = {name: random.choice(["", "", "Said in the report."]) for name in ("outcomes", "negative", "costs")}
        report = library.make(EvaluationReport, **texts)
        report.about.add(*(Record.objects.get(pk=one.pk) for one in random.sample(subjects, random.choice([0, 1, 2]))))
        library.reports.append(report)
    claims = [
        library.make(
            Claim,
            about=Record.objects.get(pk=random.choice(subjects).pk),
            source=source,
            report=random.choice([None, None, *library.reports]),
            grade=random.choice("EGCNS"),
            direction=random.choice(["for", "against", "nothing", "context"]),
            topic=random.choice(["outcome", "delivery", "cost", "context"]),
        )
        for _ in range(random.choice([1, 3, 6]))
    ]
    for _ in range(random.choice([0, 1, 2])):
        lesson = library.make(Lesson, happened="mixed", tells="outcome")
        about = random.choice(subjects)
        if maybe(0.7):
            _tie(lesson, about, Relation.COMES_FROM)
        else:
            _tie(random.choice(claims), lesson, Relation.SUPPORTS)
    return library


def _tie(source: Any, target: Any, relation: Relation) -> None:
    Tie.objects.create(source_id=source.pk, target_id=target.pk, relation=relation, made_at=NOON)


@dataclass
class Twin:
    """What leads to one subject, found by walking."""

    subject: Any
    user: Any

    def sees(self, record: Any) -> bool:
        return Record.objects.visible_to(self.user).filter(pk=record.pk).exists()

    def list_linked(self) -> tuple[list[Any], list[Any]]:
        """What its results are inherited from, and what only shares in them."""
        subject, alone, shared = self.subject, [], []
        if isinstance(subject, Project):
            alone += list(PracticeModel.objects.filter(projects=subject))
        if isinstance(subject, PracticeModel):
            for project in Project.objects.filter(models_used=subject):
                (alone if project.models_used.count() == 1 else shared).append(project)
            alone += list(Adoption.objects.filter(practice_model=subject))
        if isinstance(subject, Adoption):
            alone.append(subject.practice_model)
        if isinstance(subject, Programme | Round):
            name = "programme" if isinstance(subject, Programme) else "round"
            for project in Project.objects.all():
                paid = project.awards.filter(**{f"from_{name}": subject}).exists()
                if paid or getattr(project, f"in_{name}_id") == subject.pk:
                    shared.append(project)
        return [one for one in alone if self.sees(one)], [one for one in shared if self.sees(one)]

    def list_claims(self, of: list[Any]) -> list[Claim]:
        claims = [claim for one in of for claim in Claim.objects.filter(about=one.pk)]
        return [claim for claim in claims if self.sees(claim)]

    def list_own_claims(self) -> list[Claim]:
        alone, _ = self.list_linked()
        found = self.list_claims([self.subject])
        found += [
            one
            for one in self.list_claims(alone)
            if one.topic == "cost" or (one.topic in ("outcome", "delivery") and one.direction != "context")
        ]
        for report in EvaluationReport.objects.filter(about=self.subject.pk):
            if report.about.count() == 1:
                found += [one for one in report.reported_claims.all() if self.sees(one) and self.sees(one.about)]
        if isinstance(self.subject, EvaluationReport):
            found += [one for one in self.subject.reported_claims.all() if self.sees(one) and self.sees(one.about)]
        return found

    def list_reports(self) -> list[EvaluationReport]:
        alone, _ = self.list_linked()
        found = [report for one in (self.subject, *alone) for report in EvaluationReport.objects.filter(about=one.pk)]
        found += [claim.report for claim in self.list_own_claims() if claim.report]
        return [report for report in found if self.sees(report)]

    def list_rows(self, rows: Any, of: list[Any]) -> list[Any]:
        return [row for row in rows.all() if row.project_id in {one.pk for one in of}]

    def has_results(self) -> bool:
        alone, shared = self.list_linked()
        results = ("outcome", "delivery")
        told = [one for one in self.list_claims(shared) if one.topic in results and one.direction != "context"]
        outcomes = self.list_rows(ProjectOutcome.objects.exclude(result=""), [self.subject, *alone, *shared])
        reports = [one for one in self.list_reports() if one.outcomes or one.negative]
        own = isinstance(self.subject, EvaluationReport) and (self.subject.outcomes or self.subject.negative)
        return bool(own or self.list_own_claims() or told or outcomes or reports)

    def has_costs(self) -> bool:
        alone, shared = self.list_linked()
        claims = [*self.list_own_claims(), *self.list_claims(shared)]
        awards = self.list_rows(Award.objects, [self.subject, *alone, *shared])
        own = getattr(self.subject, "costs", "")
        linked = [self.subject, *alone, *shared]
        prices = [
            *self.list_rows(ProjectCost.objects, linked),
            *ModelCost.objects.filter(model__in=[one.pk for one in linked]),
        ]
        return bool(
            own
            or awards
            or prices
            or any(claim.topic == "cost" for claim in claims)
            or any(report.costs for report in self.list_reports())
        )

    def has_lessons(self) -> bool:
        alone, shared = self.list_linked()
        leading = [self.subject, *alone, *shared, *self.list_own_claims(), *self.list_reports()]
        keys = {one.pk for one in leading}
        for tie in Tie.objects.all():
            lesson, about = (tie.source, tie.target) if tie.relation == "comes_from" else (tie.target, tie.source)
            if lesson.kind == "lesson" and about.pk in keys and self.sees(lesson):
                return True
        return False
