"""The assembly: it alone knows all rooms. Routes, functions, what an alarm calls, where machines stand."""
