from cairn.decisions.presenters.decisions import DecisionRowView, DecisionView

__all__ = ["DecisionRowView", "DecisionView"]
