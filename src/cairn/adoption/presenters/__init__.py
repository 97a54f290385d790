from cairn.adoption.presenters.fidelity import FidelityView
from cairn.adoption.presenters.findings import TwoFindings
from cairn.adoption.presenters.page import UsePage
from cairn.adoption.presenters.proposals import ProposalView
from cairn.adoption.presenters.using import UseView, make_timeline

__all__ = ["FidelityView", "ProposalView", "TwoFindings", "UsePage", "UseView", "make_timeline"]
