from cairn.lessons.presenters.lessons import TAKEN_BACK, AgreementView, AnonymousDraftView, InsightView, LessonView

__all__ = ["TAKEN_BACK", "AgreementView", "AnonymousDraftView", "InsightView", "LessonView"]
