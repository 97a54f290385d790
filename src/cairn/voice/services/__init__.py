from cairn.voice.services.challenges import load_challenges
from cairn.voice.services.demonstration import load_demonstration_posts
from cairn.voice.services.listening import (
    Agreed,
    change_contribution,
    find_private_code,
    hand_over,
    keep,
    make_private_code,
    open_session,
    pass_on_worry,
    reject,
    type_in,
)
from cairn.voice.services.posts import agree, confirm, name_people, set_away
from cairn.voice.services.safeguarding import (
    chase_unopened,
    clear_old_concerns,
    close_concern,
    open_concern,
    replay_clearing,
    send_concern,
)
from cairn.voice.services.taking_back import replay_clearing_of_words

__all__ = [
    "Agreed",
    "agree",
    "change_contribution",
    "chase_unopened",
    "clear_old_concerns",
    "close_concern",
    "confirm",
    "find_private_code",
    "hand_over",
    "keep",
    "load_challenges",
    "load_demonstration_posts",
    "make_private_code",
    "name_people",
    "open_concern",
    "open_session",
    "pass_on_worry",
    "reject",
    "replay_clearing",
    "replay_clearing_of_words",
    "send_concern",
    "set_away",
    "type_in",
]
