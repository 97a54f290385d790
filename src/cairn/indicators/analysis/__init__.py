from cairn.indicators.analysis.panels import SIMULATED_HIDDEN, MeasurePanel, UnableToMakePanel, make_panel

__all__ = ["SIMULATED_HIDDEN", "MeasurePanel", "UnableToMakePanel", "make_panel"]
