from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "cairn.evaluation"

    def ready(self) -> None:
        from cairn.adoption.queries import register_outcome
        from cairn.evaluation import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.evaluation.desk import find_replies
        from cairn.evaluation.kinds import KINDS
        from cairn.evaluation.notices import NOTICES
        from cairn.evaluation.panels import PANELS
        from cairn.evaluation.presenters.pooled_report import make_model_part
        from cairn.evaluation.presenters.uses import find_outcome
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.enums import RecordKind
        from cairn.records.presenters.documents import register_document_part
        from cairn.records.registry import register_app

        register_app(kinds=KINDS, panels=PANELS, notices=NOTICES, due=(find_replies,))
        register_outcome(find_outcome)
        register_document_part(RecordKind.PRACTICE_MODEL, make_model_part)
        label = "Show results once councils had time to reply"
        register_schedule(Schedule("evaluation.end_replies", label, tasks.end_replies, hour=5))
