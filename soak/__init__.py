"""Thousands of cases through random paths with faults, in memory and without an engine: `python -m soak`."""
