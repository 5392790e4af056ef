"""How fast the services of the tests carry: as a real one, but that chats take all at once and nothing rests long."""

from datetime import timedelta

from bot.carrying import Tempo

SOON = timedelta(milliseconds=20)
AT_ONCE = timedelta(milliseconds=2)

HURRIED = Tempo(apart=SOON, paced=False, late=SOON)
HASTY = Tempo(AT_ONCE, SOON, paced=False, late=SOON)
"""The same, and what failed is tried again at once."""
