"""The arithmetic of benchmarks/search_quality, worked by hand, and that its questions are whole."""

from collections import Counter

import pytest

from benchmarks.search_quality.judged import load_questions
from benchmarks.search_quality.measures import get_interval, get_ndcg, get_recall, get_reciprocal_rank
from cairn.library.definitions.starter import get_starter
from tests.library.starter_files import list_entries_with_claims

pytestmark = pytest.mark.both_databases

GRADES = {"best": 3, "useful": 2, "marginal": 1}


def test_gain_of_the_best_order_is_one():
    # 7 / log2(2) + 3 / log2(3) + 1 / log2(4) = 7 + 1.8928 + 0.5
    assert get_ndcg(["best", "useful", "marginal", "other"], GRADES) == 1


def test_gain_falls_with_the_place():
    # Found: 3 / log2(2) + 7 / log2(4) = 3 + 3.5 = 6.5. Best: 9.3928.
    assert get_ndcg(["useful", "other", "best"], GRADES) == pytest.approx(0.6920, abs=5e-5)


def test_what_comes_after_the_tenth_place_gains_nothing():
    others = [f"other {number}" for number in range(9)]
    assert get_ndcg([*others, "best"], {"best": 3}) == pytest.approx(0.2891, abs=5e-5)  # 1 / log2(11)
    assert get_ndcg([*others, "other", "best"], {"best": 3}) == 0


def test_nothing_found_or_nothing_to_find_gains_nothing():
    assert get_ndcg([], GRADES) == 0
    assert get_ndcg(["best"], {}) == 0


def test_recall_and_first_answer_count_grades_from_two():
    assert get_recall(["marginal", "best"], GRADES) == 0.5
    assert get_recall([f"r{number}" for number in range(10)], {f"r{number}": 2 for number in range(20)}) == 1
    assert get_reciprocal_rank(["marginal", "other", "best"], GRADES) == pytest.approx(1 / 3)
    assert get_reciprocal_rank(["marginal"], GRADES) == 0


def test_interval_holds_the_mean_and_is_the_same_each_time():
    differences = [0.1, 0.0, -0.1, 0.3, 0.2]
    low, high = get_interval(differences, resamples=500)
    assert low < 0.1 < high
    assert (low, high) == get_interval(differences, resamples=500)
    assert get_interval([0.25] * 4, resamples=100) == (0.25, 0.25)


def test_questions_are_enough_and_grade_entries_of_the_library():
    questions = load_questions()
    assert len(questions) >= 66
    assert len({one.words for one in questions}) == len(questions)
    assert len(Counter(one.job for one in questions)) == 11
    assert all(3 in one.grades.values() for one in questions)
    starter = get_starter()
    with_claims = list_entries_with_claims()
    rows = [*with_claims, *starter.reports, *starter.methods, *starter.challenges]
    slugs = {row["key"] for row in rows}
    slugs |= {f"{row['key']}-{number}" for row in with_claims for number in range(1, len(row.get("claims", [])) + 1)}
    unknown = {slug for one in questions for slug in one.seen if slug not in slugs and "-in-" not in slug}
    assert unknown == set()
