"""Answers of a lesson, as somebody would give them."""

LESSON_ANSWERS = {
    "happened": "did_not_work",
    "title": "Our hub lost its manager and nobody took over",
    "summary": "The hub opened, its manager left, and there was no deputy.",
    "differently": "Have a deputy from the first day.",
    "again": "changed",
    "tells": "implementation",
}
