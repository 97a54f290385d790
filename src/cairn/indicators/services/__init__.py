"""Writes of figures."""

from cairn.indicators.importers.base import UnableToImport
from cairn.indicators.services.imports import FileReport, ImportReport, check_tables, import_paths
from cairn.indicators.services.simulation import SimulatedFigure, UnableToLoadSimulation, load_simulated

__all__ = [
    "FileReport",
    "ImportReport",
    "SimulatedFigure",
    "UnableToImport",
    "UnableToLoadSimulation",
    "check_tables",
    "import_paths",
    "load_simulated",
]
