from cairn.decisions.forms.co_design import CoDesignForm, ReasonForm
from cairn.decisions.forms.decisions import ROWS, AnswersForm, NewDecisionForm, get_decision_sections

__all__ = ["ROWS", "AnswersForm", "CoDesignForm", "NewDecisionForm", "ReasonForm", "get_decision_sections"]
