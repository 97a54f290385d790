"""The picture beside a shared link, by what the page is about. `tools/share_picture.py` draws them from these words."""

DEFAULT = "share"
# File, what stands above, and the sentence. They are drawn once, so they hold nothing of any record.
PICTURES: dict[str, tuple[str, str]] = {
    DEFAULT: ("", "What councils tried for children and families, and what happened"),
    "share-model": ("Model", "A way of working, and how strong the evidence for it is"),
    "share-project": ("Project", "What was tried in one place, and what happened"),
    "share-challenge": ("Challenge", "A question that councils face, and what others tried"),
    "share-result": ("Test result", "What changed, compared with similar councils"),
    "share-report": ("Evaluation report", "What an evaluation found, and what it did not"),
    "share-lesson": ("Lessons", "What people learnt by trying"),
    "share-event": ("Learning event", "Come and learn from other councils"),
    "share-board": ("Insights board", "What we know about innovation, on one page"),
    "share-council": ("Councils and figures", "Published figures beside similar councils"),
}
OF_KIND = {
    "practice_model": "share-model",
    "project": "share-project",
    "challenge": "share-challenge",
    "evaluation_plan": "share-result",
    "evaluation": "share-result",
    "evaluation_report": "share-report",
    "claim": "share-report",
    "lesson": "share-lesson",
    "insight": "share-lesson",
    "learning_event": "share-event",
    "board": "share-board",
    "council": "share-council",
    "measure": "share-council",
}


def get_share_picture(kind: str) -> str:
    """The file of static files for a page about a kind of record, or about one of the other things above."""
    return f"cairn/images/{OF_KIND.get(kind, DEFAULT)}.png"


def describe_share_picture(kind: str) -> str:
    label, sentence = PICTURES[OF_KIND.get(kind, DEFAULT)]
    return f"{label}: {sentence}" if label else sentence
