from cairn.decisions.forms.decisions import ROWS, AnswersForm, NewDecisionForm, get_decision_sections

__all__ = ["ROWS", "AnswersForm", "NewDecisionForm", "get_decision_sections"]
