from cairn.lessons.presenters.lessons import TAKEN_BACK, AgreementView, InsightView, LessonView, AnonymousDraftView

__all__ = ["TAKEN_BACK", "AgreementView", "InsightView", "LessonView", "AnonymousDraftView"]
