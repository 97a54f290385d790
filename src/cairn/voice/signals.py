"""News about worries and answers. None carries a word of them."""

from django.dispatch import Signal

concern_sent = Signal()  # carries `worry` and `at`
concern_unopened = Signal()  # carries `worry` and `at`: nobody has read it for too long
safety_post_named = Signal()  # carries `post` and `at`
safety_post_self_named = Signal()  # carries `post` and `at`: somebody else has to say yes
safety_post_confirmed = Signal()  # carries `post` and `at`: somebody else has said yes
safety_people_changed = Signal()  # carries `organisation`, `before` (users who held a post), `by` and `at`
words_deleted = Signal()  # carries `tables`: their files still hold what was deleted until they are written anew
consents_ending = (
    Signal()
)  # carries `session` (its number), `until` and `at`: consent for some of its answers ends soon
story_answered = Signal()  # carries `story` and `at`: its young person has read it by themselves
story_ending = Signal()  # carries `story` and `at`: its consent ends soon
aftercare_due = Signal()  # carries `story` and `at`: somebody should ask how it has been
