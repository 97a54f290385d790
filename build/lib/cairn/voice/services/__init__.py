from cairn.voice.services.challenges import load_challenges
from cairn.voice.services.demonstration import load_demonstration_posts
from cairn.voice.services.posts import agree, confirm, name_people, set_away
from cairn.voice.services.worries import (
    chase_unopened,
    clear_old_worries,
    close_worry,
    open_worry,
    replay_clearing,
    send_worry,
)

__all__ = [
    "agree",
    "chase_unopened",
    "clear_old_worries",
    "close_worry",
    "confirm",
    "load_challenges",
    "load_demonstration_posts",
    "name_people",
    "open_worry",
    "replay_clearing",
    "send_worry",
    "set_away",
]
