from cairn.lessons.services.loading import load_lessons

__all__ = ["load_lessons"]
