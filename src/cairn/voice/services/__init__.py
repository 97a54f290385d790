from cairn.voice.services.challenges import load_challenges
from cairn.voice.services.demonstration import load_demonstration_posts
from cairn.voice.services.posts import agree, confirm, name_people, set_away
from cairn.voice.services.safeguarding import (
    chase_unopened,
    clear_old_concerns,
    close_concern,
    open_concern,
    replay_clearing,
    send_concern,
)

__all__ = [
    "agree",
    "chase_unopened",
    "clear_old_concerns",
    "close_concern",
    "confirm",
    "load_challenges",
    "load_demonstration_posts",
    "name_people",
    "open_concern",
    "replay_clearing",
    "send_concern",
    "set_away",
]
