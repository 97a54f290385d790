"""Small numbers in published tables: which cells to hide so that none can be worked out, and rounding.

A count of one to five children may tell who they are. Hiding it is not enough: where a row, a column and their
totals are published, subtraction gives it back. `suppress` therefore hides further cells until no hidden cell can
be worked out, neither by subtraction nor from what is known about hidden cells (that a small one is between 1 and
the threshold, and none is below 0). What a reader could know is found by linear programming over every table that
agrees with what is shown (Fischetti and Salazar 2000, Management Science 46(9)).
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from stepchange.errors import PanelError, StepchangeError
from stepchange.panel import Array

THRESHOLD = 5
TOLERANCE = 1e-6
ALREADY_HIDDEN = 1e-3  # the cost of a cell that is hidden anyway; 0 would be no edge


@dataclass(frozen=True, eq=False)
class Suppressed:
    """A table that can be shown.

    Attributes
    ----------
    shown : array, shape (R + 1, C + 1)
        Counts with totals in the last row and column; NaN where a cell is hidden.
    small, further : array of bool, shape (R + 1, C + 1)
        Cells hidden because they are small, and those hidden to protect them.
    """

    shown: Array
    small: NDArray[np.bool_]
    further: NDArray[np.bool_]


def is_small(count: int, *, threshold: int = THRESHOLD) -> bool:
    """Whether a count may tell who they are: 1 to the threshold. A 0 does not.

    For counts that stand in no table with totals, of which nothing can be subtracted.

    Examples
    --------
    >>> [count for count in range(8) if is_small(count)]
    [1, 2, 3, 4, 5]
    """
    return 1 <= count <= threshold


def suppress(counts: NDArray[np.int64], *, threshold: int = THRESHOLD) -> Suppressed:
    """Hide small counts of a table with totals, and what would give them away.

    Parameters
    ----------
    counts : array of int, shape (R, C)
        Whole numbers, at least 0, without totals. A 0 is shown unless it must protect another cell.
    threshold : int
        Counts from 1 to this are hidden.

    Examples
    --------
    >>> import numpy as np
    >>> suppress(np.array([[3, 20, 30], [40, 50, 60], [70, 80, 90]])).shown.tolist()
    [[nan, nan, 30.0, 53.0], [nan, nan, 60.0, 150.0], [70.0, 80.0, 90.0, 240.0], [113.0, 150.0, 180.0, 443.0]]
    """
    counts = np.asarray(counts)
    if counts.ndim != 2 or not counts.size:
        raise PanelError(f"A table has rows and columns; given was an array of shape {counts.shape}.")
    if not np.issubdtype(counts.dtype, np.integer) or (counts < 0).any():
        raise PanelError("A table of counts holds whole numbers of 0 or more, and no gaps.")
    if threshold < 1:
        raise PanelError(f"The threshold must be at least 1; given was {threshold}.")
    full = with_totals(counts)
    small = (full >= 1) & (full <= threshold)
    hidden = small.copy()
    while (exposed := find_exposed(full, hidden, threshold)) is not None:
        _hide_more(full, hidden, exposed)
    return Suppressed(np.where(hidden, np.nan, full), small, hidden & ~small)


def with_totals(counts: NDArray[np.int64]) -> Array:
    """The table with a last column and row of sums: shape (R + 1, C + 1)."""
    rows = np.column_stack([counts, counts.sum(axis=1)])
    return np.vstack([rows, rows.sum(axis=0)]).astype(np.float64)


def find_exposed(full: Array, hidden: NDArray[np.bool_], threshold: int = THRESHOLD) -> tuple[int, int] | None:
    """A hidden cell of which a reader can work out the count; None where there is none.

    The reader knows the sums, the shown cells, the rule, and which hidden cells are the small ones: more than a
    table with one mark for all tells. So what is safe here is safe there.
    """
    cells = np.argwhere(hidden)
    if not len(cells):
        return None
    equations, right = _sums_of_hidden(full, hidden, cells)
    is_small = np.array([1 <= full[tuple(cell)] <= threshold for cell in cells])
    bounds: list[tuple[int, int | None]] = [(1, threshold) if small else (0, None) for small in is_small]
    for number, cell in enumerate(cells):
        if _is_known(number, equations, right, bounds):
            return int(cell[0]), int(cell[1])
    return None


def _is_known(number: int, equations: Array, right: Array, bounds: list[tuple[int, int | None]]) -> bool:
    """Whether one count only agrees with the sums, and with what is known of each hidden cell."""
    # Sums of rows and columns make a network, whose ends are whole numbers without being asked to be.
    aim = np.zeros(len(bounds))
    aim[number] = 1.0
    ends = []
    for sign in (1, -1):
        found = scipy.optimize.linprog(sign * aim, A_eq=equations, b_eq=right, bounds=bounds, method="highs")
        if found.status == 3:  # no end on this side
            ends.append(-sign * np.inf)
        elif found.status == 0 and found.fun is not None:
            ends.append(sign * float(found.fun))
        else:  # pragma: no cover  (the true table always agrees with itself)
            raise StepchangeError(f"What a reader could know was not found: {found.message}")
    return ends[1] - ends[0] < 1 - TOLERANCE


def _sums_of_hidden(full: Array, hidden: NDArray[np.bool_], cells: NDArray[np.int64]) -> tuple[Array, Array]:
    """One equation for each row and column: inner cells less their total are 0, what is shown moved to the right."""
    rows, columns = full.shape
    equations, right = [], []
    for axis, length in ((0, rows), (1, columns)):
        total = full.shape[1 - axis] - 1
        for line in range(length):
            on_line = cells[:, axis] == line
            if not on_line.any():
                continue
            signs = np.where(cells[:, 1 - axis] == total, -1.0, 1.0)
            equations.append(np.where(on_line, signs, 0.0))
            values, covered = full.take(line, axis=axis), hidden.take(line, axis=axis)
            weights = np.append(np.ones(total), -1.0)
            right.append(-float((weights * values)[~covered].sum()))
    return np.array(equations), np.array(right)


def _hide_more(full: Array, hidden: NDArray[np.bool_], exposed: tuple[int, int]) -> None:
    """Hide the cheapest further cells that close a ring through an exposed one.

    Along a ring of hidden cells that turns at each of them from row to column, counts can move up and down in turn
    while every sum stays the same (Gusfield 1988, SIAM Journal on Computing 17(3)). Rows and columns are the nodes of
    a network and cells its edges, so the cheapest ring is a shortest path from the cell's row to its column.
    """
    row, column = exposed
    rows = full.shape[0]
    graph = np.zeros((sum(full.shape), sum(full.shape)))
    graph[:rows, rows:] = np.where(hidden, ALREADY_HIDDEN, 1.0 + full / max(full.max(), 1.0))
    # A hidden 0 protects little, because it can only move up, and puzzles readers.
    graph[:rows, rows:][(full == 0) & ~hidden] = 4.0
    graph[row, rows + column] = 0.0  # no edge: the ring must go another way
    _, predecessors = scipy.sparse.csgraph.dijkstra(
        graph, directed=False, indices=np.array([row]), return_predecessors=True
    )
    before = predecessors[0]
    added, node = False, rows + column
    while node != row:
        earlier = int(before[node])
        i, j = min(node, earlier), max(node, earlier) - rows
        added |= not hidden[i, j]
        hidden[i, j] = True
        node = earlier
    if not added:  # the ring is there, but its counts have no room to move: give it more
        shown = np.argwhere(~hidden)
        if not len(shown):
            raise StepchangeError("This table cannot be shown safely in any part; publish no table.")
        on_cross = [(int(i), int(j)) for i, j in shown if i == row or j == column]
        choice = on_cross or [(int(i), int(j)) for i, j in shown]
        hidden[min(choice, key=lambda cell: (full[cell] == 0, full[cell]))] = True


def suppress_flows(
    entered: NDArray[np.int64], left: NDArray[np.int64], there: NDArray[np.int64], *, threshold: int = THRESHOLD
) -> NDArray[np.bool_]:
    """Hide small counts of periods in a row: who entered, who left, and who was there at the end of each.

    Those there at the end are those there before, with who entered and without who left. So a hidden count is given
    back by its neighbours, and over several periods together; further counts are hidden until none is. How many were
    there before the first period is taken to be known.

    Returns
    -------
    array of bool, shape (3, T)
        Which counts are hidden, in the order of the arguments.

    Examples
    --------
    >>> suppress_flows(np.array([20, 2]), np.array([0, 9]), np.array([20, 13])).tolist()
    [[False, True], [False, True], [False, False]]
    """
    counts = np.array([entered, left, there])
    if counts.ndim != 2 or not counts.size:
        raise PanelError(f"Each count needs a number for every period; given was an array of shape {counts.shape}.")
    if not np.issubdtype(counts.dtype, np.integer) or (counts < 0).any():
        raise PanelError("Counts are whole numbers of 0 or more, and no gaps.")
    before = np.append(there[0] - entered[0] + left[0], there[:-1])
    if before[0] < 0 or (before + entered - left != there).any():
        raise PanelError("The count before, with who entered and without who left, does not make the count at the end.")
    hidden = (counts >= 1) & (counts <= threshold)
    while (exposed := _find_exposed_flow(counts, hidden, int(before[0]), threshold)) is not None:
        hidden.flat[_choose_cover(counts, hidden, exposed)] = True
    return hidden


def _find_exposed_flow(counts: NDArray[np.int64], hidden: NDArray[np.bool_], before: int, threshold: int) -> int | None:
    """The place of a hidden count that a reader can work out; None where there is none."""
    places = np.flatnonzero(hidden)
    if not len(places):
        return None
    periods = counts.shape[1]
    weights = np.zeros((periods, *counts.shape))
    for period in range(periods):
        weights[period, :, period] = 1.0, -1.0, -1.0
        if period:
            weights[period, 2, period - 1] = 1.0
    flat = weights.reshape(periods, -1)
    right = -(flat[:, ~hidden.ravel()] @ counts.ravel()[~hidden.ravel()]).astype(np.float64)
    right[0] -= before
    values = counts.ravel()[places]
    bounds: list[tuple[int, int | None]] = [(1, threshold) if 1 <= one <= threshold else (0, None) for one in values]
    equations = flat[:, places]
    known = (place for number, place in enumerate(places) if _is_known(number, equations, right, bounds))
    return next((int(place) for place in known), None)


def _choose_cover(counts: NDArray[np.int64], hidden: NDArray[np.bool_], exposed: int) -> int:
    """The count to hide next: of the same period, else of one beside it, else any; a small one, and a 0 last."""
    periods = counts.shape[1]
    shown = np.flatnonzero(~hidden)
    if not len(shown):
        raise StepchangeError("These counts cannot be shown safely in any part; publish none.")
    distance = np.abs(shown % periods - exposed % periods)
    values = counts.ravel()[shown]
    order = np.lexsort((values, values == 0, distance))
    return int(shown[order[0]])


def round_counts(counts: Array, base: int) -> Array:
    """Counts to the nearest multiple of a base, each by itself; halves go up, NaN stays.

    Rounded cells need not add up to rounded totals: say so beside the table rather than mend it, because mended
    cells tell which way they were moved.
    """
    if base < 1:
        raise PanelError(f"The base must be at least 1; given was {base}.")
    return np.asarray(np.floor(np.asarray(counts, dtype=np.float64) / base + 0.5) * base)
