from cairn.papers.forms.sections import get_sections
from cairn.papers.forms.starting import MeasuresForm, OrderForm, StartForm, find_council

__all__ = ["MeasuresForm", "OrderForm", "StartForm", "find_council", "get_sections"]
