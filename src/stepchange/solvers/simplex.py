"""Plain synthetic control (no intercept, no penalty) and whether it is identified at all."""

from dataclasses import dataclass

import numpy as np
import scipy

from stepchange.errors import CertificateError
from stepchange.panel import Array

CERTIFICATE_LIMIT = 1e-8
HULL_TOLERANCE = 1e-8


@dataclass(frozen=True, eq=False)
class SimplexFit:
    """Exact simplex weights of one target.

    Attributes
    ----------
    weights : array, shape (J,)
    certificate : float
        Duality gap over the squared scale of the problem (largest squared distance of a donor).
    """

    weights: Array
    certificate: float


def fit_exact_simplex(target: Array, donors: Array) -> SimplexFit:
    """Weights of Abadie, Diamond and Hainmueller (2010, JASA 105), matched on outcomes only.

    The nearest point of the hull of (donor - target) to the origin, as one non-negative least squares
    problem: w is proportional to u in  min |(B/s) u|^2 + (1'u - 1)^2.

    Parameters
    ----------
    target : array, shape (T0,)
    donors : array, shape (J, T0)
    """
    differences = (donors - target).T
    size = float(np.sqrt((differences**2).sum(axis=0).max()))
    if size == 0:
        return SimplexFit(np.full(len(donors), 1 / len(donors)), 0.0)
    system = np.vstack([differences / size, np.ones(len(donors))])
    solution, _ = scipy.optimize.nnls(system, np.append(np.zeros(len(target)), 1.0), maxiter=50 * len(donors))
    weights = solution / solution.sum()
    point = differences @ weights / size
    certificate = float(point @ point - (point @ differences / size).min())
    if not certificate <= CERTIFICATE_LIMIT:
        raise CertificateError(f"The exact fit is not optimal (gap {certificate:.2g}); its numbers are withheld.")
    return SimplexFit(weights, max(certificate, 0.0))


def is_inside_hull(target: Array, donors: Array) -> bool:
    """Whether some mixture of donors meets the target exactly in every pre-year.

    Inside the hull a perfect fit proves nothing: infinitely many weights give it.
    """
    size = float(np.abs(donors - target).max()) or 1.0
    differences = (donors - target).T / size
    equalities = np.vstack([differences, np.ones(len(donors))])
    answer = scipy.optimize.linprog(
        np.zeros(len(donors)),
        A_eq=equalities,
        b_eq=np.append(np.zeros(len(target)), 1.0),
        bounds=(0, None),
        method="highs",
        options={"primal_feasibility_tolerance": HULL_TOLERANCE},
    )
    return bool(answer.status == 0)
