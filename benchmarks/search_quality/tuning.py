"""Trying other weights: chosen by one half of the questions, measured on the other, which did not choose them.

python -m benchmarks.search_quality.tuning FOLDER

FOLDER holds a library that `python -m benchmarks.search_quality --data FOLDER` has loaded; DATABASE_URL as there.
"""

import itertools
import os
import sys

os.environ |= {"CAIRN_DATA_DIR": sys.argv[1], "DJANGO_SETTINGS_MODULE": "cairn.config.settings", "EMAIL_URL": "dummy:"}

import django

django.setup()

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from benchmarks.search_quality.asking import name
from benchmarks.search_quality.judged import Question, load_questions
from benchmarks.search_quality.measures import get_mean, get_ndcg
from cairn.search.index import base, postgres, sqlite
from cairn.search.presenters import SearchView
from cairn.search.queries.addresses import read

# Of title and summary, where the text counts 1.
WEIGHTS = ((10, 4), (5, 3), (5, 5), (15, 5), (3, 2))
WORTHS = (1.0, 0.8, 0.6, 0.4)
IN_TITLES = (1.0, 2.0)
Choice = tuple[tuple[int, int], float, float]


def choose(choice: Choice) -> None:
    (title, summary), worth, in_title = choice
    sqlite.WEIGHTS = f"{title}.0, {summary}.0, 1.0"
    postgres.WEIGHTS = f"{{0.1, {1 / title:.3f}, {summary / title:.3f}, 1.0}}"
    base.WORTH = {"claim": worth, "recommendation": worth}
    base.IN_TITLE = in_title


def measure(question: Question) -> tuple[float, float]:
    """nDCG@10, and the same where what nobody judged is left out of the list."""
    view = SearchView(read({"q": question.words}), AnonymousUser())
    ranking = name([*view.found.ids, *view.find_others()])
    judged = [slug for slug in ranking if slug in question.seen]
    return get_ndcg(ranking, question.grades), get_ndcg(judged, question.grades)


def main() -> None:
    questions = load_questions()
    scores: dict[Choice, list[tuple[float, float]]] = {}
    for choice in itertools.product(WEIGHTS, WORTHS, IN_TITLES):
        choose(choice)
        scores[choice] = [measure(one) for one in questions]
        means = (get_mean([score[way] for score in scores[choice]]) for way in (0, 1))
        print(connection.vendor, choice, *(f"{mean:.3f}" for mean in means), flush=True)
    for way, label in enumerate(("all", "judged only")):
        for half in (0, 1):
            best = max(scores, key=lambda one: get_mean([score[way] for score in scores[one][half::2]]))
            other = get_mean([score[way] for score in scores[best][1 - half :: 2]])
            print(f"{label}: half {half + 1} chooses {best}, which has {other:.3f} on the other half")


main()
