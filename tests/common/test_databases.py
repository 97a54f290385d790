"""What our compiler writes is what Django's would have written."""

import pytest
from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.db.models.sql import compiler as djangos

from cairn.common.databases.compiler import SQLCompiler
from cairn.library.models import Claim, PracticeModel, Project, ProjectMove
from cairn.records.models import Record

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MOVES = ProjectMove.objects.filter(project=OuterRef("pk")).order_by("-position").values("move")[:1]
TITLES = Record.objects.values("pk", "title")
QUESTIONS = {
    "plain": lambda: Record.objects.all(),
    "sorted_by_name": lambda: Record.objects.order_by("-updated_at", "pk"),
    "sorted_by_parent": lambda: PracticeModel.objects.order_by("title"),
    "sorted_by_relation": lambda: Claim.objects.select_related("source", "about").order_by("about__title", "source"),
    "sorted_by_expression": lambda: Record.objects.order_by(F("withdrawn_at").desc(nulls_last=True), F("pk")),
    "sorted_by_function": lambda: Record.objects.order_by(Lower("title")),
    "sorted_by_annotation": lambda: Project.objects.annotate(stage=Subquery(MOVES)).order_by("stage", "title"),
    "sorted_by_selected": lambda: (
        Record.objects.annotate(low=Lower("title")).values("low", "pk").order_by("low", "-pk")
    ),
    "sorted_reversed": lambda: Record.objects.order_by("title", F("pk")).reverse(),
    "sorted_by_chance": lambda: Record.objects.order_by("?"),
    "distinct": lambda: Record.objects.filter(Q(author=None) | Q(team=None)).order_by("organisation__name").distinct(),
    "sorted_union": lambda: (
        Record.objects.values("pk", "title").union(Record.objects.values("pk", "slug")).order_by("title")
    ),
    "narrowed": lambda: Record.objects.only("title").order_by(Coalesce("summary", "title")),
    "inside": lambda: Claim.objects.filter(about__in=Record.objects.order_by("title").values("pk")[:3]).order_by("pk"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_same_sql_is_written(name):
    ask = QUESTIONS[name]
    ours = ask().query.get_compiler(connection=connection)
    assert isinstance(ours, SQLCompiler)
    theirs = djangos.SQLCompiler(ask().query, connection, "default")
    assert ours.as_sql() == theirs.as_sql()


@pytest.mark.parametrize(
    ("order", "shortened"), [(["title", "-pk"], True), ([F("pk").desc()], True), ([Lower("title")], False)]
)
def test_what_is_selected_is_looked_through_only_for_expressions(order, shortened):
    ours = Record.objects.order_by(*order).query.get_compiler(connection=connection)
    ours.setup_query()
    assert ours._sorts_by_names_of_fields() is shortened
