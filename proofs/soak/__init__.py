"""Thousands of cases in random stories with faults, in memory and without an engine: `python -m proofs.soak`."""
