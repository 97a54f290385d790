from cairn.boards.forms.boards import PUBLISH, BoardPageForm, DecisionForm

__all__ = ["PUBLISH", "BoardPageForm", "DecisionForm"]
