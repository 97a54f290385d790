"""Somebody wants to hear when a board is published anew."""

from django.conf import settings
from django.db import models

from cairn.boards.models.pages import BoardPage
from cairn.common.privacy import DELETE, Exported, OfPerson, PartOf


class BoardFollow(models.Model):
    PRIVACY = (
        OfPerson("user", erase=DELETE, exported=(Exported("boards_followed", ("board__title", "since")),)),
        PartOf("board"),
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="board_follows")
    board = models.ForeignKey(BoardPage, models.CASCADE, related_name="follows")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "board"], name="board_follow_once")]

    def __str__(self) -> str:
        return f"{self.user_id} follows board {self.board_id}"
