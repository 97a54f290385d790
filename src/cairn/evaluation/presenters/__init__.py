"""From a stored result to what people see: sentences, tables, charts, files. All read the same document."""

from cairn.evaluation.presenters.charts import draw_charts, show_charts
from cairn.evaluation.presenters.files import describe_file, result_tables, to_plain_text
from cairn.evaluation.presenters.lists import TrialView, describe_example, plan_rows
from cairn.evaluation.presenters.outlook import OutlookView, prefill_plan
from cairn.evaluation.presenters.plan import PlanView
from cairn.evaluation.presenters.pooled import measure_to_plain_text
from cairn.evaluation.presenters.pooled_charts import draw_pooled
from cairn.evaluation.presenters.result import ResultView
from cairn.evaluation.presenters.several import pooled_to_plain_text, screen_to_plain_text

__all__ = [
    "OutlookView",
    "PlanView",
    "ResultView",
    "TrialView",
    "describe_example",
    "describe_file",
    "draw_charts",
    "draw_pooled",
    "measure_to_plain_text",
    "plan_rows",
    "pooled_to_plain_text",
    "prefill_plan",
    "result_tables",
    "screen_to_plain_text",
    "show_charts",
    "to_plain_text",
]
