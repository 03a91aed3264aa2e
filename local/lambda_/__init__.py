"""Lambda: calls of our functions, in this process, and the event sources that feed them."""
