"""From a stored result to what people see: sentences, tables, charts, files. All read the same document."""

from cairn.evaluation.presenters.charts import draw_charts
from cairn.evaluation.presenters.files import result_tables, to_plain_text
from cairn.evaluation.presenters.plan import PlanView
from cairn.evaluation.presenters.result import ResultView

__all__ = ["PlanView", "ResultView", "draw_charts", "result_tables", "to_plain_text"]
