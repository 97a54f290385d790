"""The ridge fit compiled with Numba: one target after the other, in loops. Needs the extra `numba`.

Switched on with `stepchange.solvers.use_numba()`; weights are those of the NumPy code to rounding, and every fit is
certified by the same NumPy check afterwards.
"""

import numpy as np
from numba import njit

MOST_STEPS = 200
MOST_HALVINGS = 40
MOST_ROUNDS = 100
NOT_ALLOWED = -1e300


@njit(cache=True, fastmath=True)
def _project(scores, w):  # type: ignore[no-untyped-def]  # pragma: no cover  (compiled)
    """Nearest point of the simplex, into w: the threshold is found from below (Michelot 1986)."""
    j = len(scores)
    highest = scores[0]
    for k in range(1, j):
        highest = max(highest, scores[k])
    threshold = highest - 1.0  # no weight is above 1, so no threshold is lower
    for _ in range(MOST_ROUNDS):
        size, total = 0, 0.0
        for k in range(j):
            if scores[k] > threshold:
                size += 1
                total += scores[k]
        higher = (total - 1.0) / size
        if higher <= threshold:
            break
        threshold = higher
    for k in range(j):
        w[k] = max(scores[k] - threshold, 0.0)


@njit(cache=True, fastmath=True)
def _dual(r, b, at, allowed, scores, w):  # type: ignore[no-untyped-def]  # pragma: no cover  (compiled)
    """Weights that belong to r, and the convex function whose gradient is r - b + A w."""
    t, j = at.shape
    scores[:] = 0.0
    for year in range(t):
        factor = r[year]
        for k in range(j):
            scores[k] += factor * at[year, k]
    for k in range(j):
        if not allowed[k]:
            scores[k] = NOT_ALLOWED
    _project(scores, w)
    value = 0.0
    for k in range(j):
        if w[k] > 0.0:
            value += w[k] * scores[k] - 0.5 * w[k] * w[k]
    for year in range(t):
        value += 0.5 * r[year] * r[year] - b[year] * r[year]
    return value


@njit(cache=True, fastmath=True)
def _solve(matrix, right):  # type: ignore[no-untyped-def]  # pragma: no cover  (compiled)
    """Cholesky of a small positive definite matrix, in place; the solution replaces the right side."""
    t = len(right)
    for j in range(t):
        for k in range(j):
            for i in range(j, t):
                matrix[i, j] -= matrix[i, k] * matrix[j, k]
        root = np.sqrt(matrix[j, j])
        for i in range(j, t):
            matrix[i, j] /= root
    for i in range(t):
        for k in range(i):
            right[i] -= matrix[i, k] * right[k]
        right[i] /= matrix[i, i]
    for i in range(t - 1, -1, -1):
        for k in range(i + 1, t):
            right[i] -= matrix[k, i] * right[k]
        right[i] /= matrix[i, i]


@njit(cache=True, fastmath=True)
def minimise(start, b, a, allowed, tolerance):  # type: ignore[no-untyped-def]  # pragma: no cover  (compiled)
    """Weights of each target: shape (M, J). Arguments as `ridge._minimise`, in units of the root of the penalty."""
    m, t = b.shape
    j = len(a)
    at = np.ascontiguousarray(a.T)
    weights = np.zeros((m, j))
    gradient, trial, hessian, sums = np.empty(t), np.empty(t), np.empty((t, t)), np.empty(t)
    scores, w, trial_w = np.empty(j), np.zeros(j), np.zeros(j)
    support = np.empty((t, j))
    for row in range(m):
        r = start[row].copy()
        value = _dual(r, b[row], at, allowed[row], scores, w)
        for _ in range(MOST_STEPS):
            size = 0
            for k in range(j):
                if w[k] > 0.0:
                    for year in range(t):
                        support[year, size] = at[year, k]
                    scores[size] = w[k]
                    size += 1
            largest = 0.0
            for year in range(t):
                total, plain = 0.0, 0.0
                for k in range(size):
                    total += scores[k] * support[year, k]
                    plain += support[year, k]
                gradient[year] = r[year] - b[row, year] + total
                sums[year] = plain
                largest = max(largest, abs(gradient[year]))
            if largest <= tolerance:
                break
            for year in range(t):
                for other in range(year + 1):
                    total = 0.0
                    for k in range(size):
                        total += support[year, k] * support[other, k]
                    hessian[year, other] = total - sums[year] * sums[other] / size
                hessian[year, year] += 1.0
            step = -gradient
            _solve(hessian, step)
            slope, length, moved = 0.0, 1.0, False
            for year in range(t):
                slope += gradient[year] * step[year]
            for _ in range(MOST_HALVINGS):
                for year in range(t):
                    trial[year] = r[year] + length * step[year]
                trial_value = _dual(trial, b[row], at, allowed[row], scores, trial_w)
                if trial_value <= value + 1e-4 * length * slope + 1e-15 * (1.0 + abs(value)):
                    r[:] = trial
                    w[:] = trial_w
                    value, moved = trial_value, True
                    break
                length /= 2.0
            if not moved:
                break
        weights[row] = w
    return weights
