from cairn.lessons.presenters.lessons import TAKEN_BACK, AgreementView, InsightView, LessonView, NamelessView

__all__ = ["TAKEN_BACK", "AgreementView", "InsightView", "LessonView", "NamelessView"]
