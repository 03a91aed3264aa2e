"""Acceptance played through: for each regime and each handling type one item, day by day, until its case is over."""
