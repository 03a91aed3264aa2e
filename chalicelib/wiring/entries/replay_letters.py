"""Where `replay_letters` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.replay_letters import replay_dead_letters

handler = ready(replay_dead_letters)
