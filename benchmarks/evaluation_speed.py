"""How long one place takes: `evaluate` on a panel of 150 places and 13 years, one BLAS thread.

Run: OPENBLAS_NUM_THREADS=1 python benchmarks/evaluation_speed.py
Promise: well under 2 seconds (issue 2); aim: under 0.6.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is loaded

import time
from datetime import date

from stepchange import Question, evaluate, plan_power, simulate_nation

ROUNDS = 7


def main() -> None:
    panel = simulate_nation(seed=7).panel
    for start, name in ((date(2021, 6, 1), "9 years before, 4 after"), (date(2019, 6, 1), "7 years before, 6 after")):
        question = Question(panel.units[3], start, "snapshot", direction=-1, smallest_change=10)
        report(f"evaluate, {name}", lambda asked=question: evaluate(panel, asked))
        report(f"plan_power, {name}", lambda asked=question: plan_power(panel, asked))


def report(name, call) -> None:
    wall, cpu = [], []
    for _ in range(ROUNDS):
        started, worked = time.perf_counter(), time.process_time()
        call()
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - worked)
    print(f"{name:40} best {min(wall):.3f} s, median {sorted(wall)[ROUNDS // 2]:.3f} s, processor {min(cpu):.3f} s")


if __name__ == "__main__":
    main()
