"""Weights for comparison places: each fit carries a certificate that it is the optimum."""

from stepchange.solvers.methods import Fit, Method, fit
from stepchange.solvers.ridge import RidgeFits, approximate_left_out, fit_each_on_others, fit_ridge, use_numba
from stepchange.solvers.simplex import SimplexFit, fit_exact_simplex, is_inside_hull

__all__ = [
    "Fit",
    "Method",
    "RidgeFits",
    "SimplexFit",
    "approximate_left_out",
    "fit",
    "fit_each_on_others",
    "fit_exact_simplex",
    "fit_ridge",
    "is_inside_hull",
    "use_numba",
]
