"""The assembly: it alone knows all rooms. Which routes, functions and machines there are, and what an alarm calls."""
