"""What is printed, and what is kept for a comparison."""

import json
from collections.abc import Callable
from pathlib import Path

from benchmarks.search_quality.asking import Answer, get_texts, to_json
from benchmarks.search_quality.judged import Question
from benchmarks.search_quality.measures import DEPTH, get_interval, get_mean, get_ndcg, get_recall, get_reciprocal_rank

Answers = dict[str, Answer]
MEASURES = (("nDCG@10", get_ndcg), ("recall@10", get_recall), ("MRR", get_reciprocal_rank))


def write(path: Path, answers: Answers) -> None:
    path.write_text(json.dumps({"answers": to_json(answers), "texts": get_texts()}, indent=1), encoding="utf-8")


def read(path: Path) -> Answers:
    kept = json.loads(path.read_text(encoding="utf-8"))["answers"]
    return {words: Answer(**answer) for words, answer in kept.items()}


def print_all(questions: list[Question], answers: Answers, *, each: bool) -> None:
    heads = (*(name for name, _ in MEASURES), "judged only", "questions")
    print(f"{len(questions)} questions{'':<22}" + "".join(f"{head:>12}" for head in heads))
    _print_line("all", questions, answers)
    for label, part in split(questions)[1:]:
        _print_line(label, part, answers)
    _print_groups("by job", questions, answers, lambda one: one.job)
    _print_groups("by how it was asked", questions, answers, lambda one: one.asked_as)
    _print_nothing(questions, answers)
    _print_meant(questions, answers)
    if each:
        _print_each([one for one in questions if not one.is_held_out], answers)


def split(questions: list[Question]) -> list[tuple[str, list[Question]]]:
    """The halves take every second question, and each job is in both."""
    return [
        ("all", questions),
        ("to improve by", [one for one in questions if not one.is_held_out]),
        ("held out", [one for one in questions if one.is_held_out]),
        ("first half", questions[::2]),
        ("second half", questions[1::2]),
    ]


def _print_groups(label: str, questions: list[Question], answers: Answers, key: Callable[[Question], str]) -> None:
    print(label)
    for group in dict.fromkeys(map(key, questions)):
        _print_line(f"  {group}", [one for one in questions if key(one) == group], answers)


def _print_line(label: str, questions: list[Question], answers: Answers) -> None:
    means = [
        get_mean([measure(answers[one.words].ranking, one.grades) for one in questions]) for _, measure in MEASURES
    ]
    means.append(get_mean([get_ndcg(keep_judged(one, answers), one.grades) for one in questions]))
    print(f"{label:<34}" + "".join(f"{mean:>12.3f}" for mean in means) + f"{len(questions):>12}")


def keep_judged(question: Question, answers: Answers) -> list[str]:
    """The ranking without what nobody has judged: the library grows faster than the grades."""
    return [one for one in answers[question.words].ranking if one in question.seen]


def _print_nothing(questions: list[Question], answers: Answers) -> None:
    nothing = [one.words for one in questions if not answers[one.words].ranking]
    some = sum(bool(answers[one.words].ranking) and not answers[one.words].with_all_words for one in questions)
    print(f"nothing found: {len(nothing)}; only records with some of the words: {some}")
    for words in nothing:
        print(f"  {words}")


def _print_meant(questions: list[Question], answers: Answers) -> None:
    asked = [one for one in questions if answers[one.words].meant]
    if not asked:
        return
    before = get_mean([get_ndcg(answers[one.words].ranking, one.grades) for one in asked])
    after = get_mean([get_ndcg(answers[one.words].meant_ranking, one.grades) for one in asked])
    print(f"did you mean, offered for {len(asked)}: nDCG@10 {before:.3f} as typed, {after:.3f} when it is followed")


def _print_each(questions: list[Question], answers: Answers) -> None:
    print("each question that is not held out, worst first")
    scored = sorted((get_ndcg(answers[one.words].ranking, one.grades), one.words) for one in questions)
    for score, words in scored:
        answer = answers[words]
        print(f"  {score:.3f}  {words}  [all words: {answer.with_all_words}; meant: {answer.meant or '-'}]")
        print(f"         {', '.join(answer.ranking[:6])}")


def print_comparison(questions: list[Question], before: Answers, after: Answers) -> None:
    print("compared with the rankings kept before: nDCG@10, difference and its 95 % interval; then of the judged only")
    for label, part in split(questions):
        old, new = ([get_ndcg(answers[one.words].ranking, one.grades) for one in part] for answers in (before, after))
        differences = [b - a for a, b in zip(old, new, strict=True)]
        low, high = get_interval(differences)
        change = f"{get_mean(differences):+.3f} ({low:+.3f} to {high:+.3f})"
        better, worse = (sum(one * sign > 1e-9 for one in differences) for sign in (1, -1))
        judged = [get_mean([get_ndcg(keep_judged(one, a), one.grades) for one in part]) for a in (before, after)]
        print(
            f"{label:<16}{get_mean(old):.3f} -> {get_mean(new):.3f}  {change}; better {better}, worse {worse}; "
            f"judged only {judged[0]:.3f} -> {judged[1]:.3f}"
        )


def print_not_judged(questions: list[Question], several: list[Answers]) -> None:
    """In the order of the alphabet, so that whoever judges does not see the ranking."""
    for one in questions:
        first = {slug for answers in several for slug in answers[one.words].ranking[:DEPTH]}
        if left := sorted(first - one.seen):
            print(f"{one.words}: {', '.join(left)}")
