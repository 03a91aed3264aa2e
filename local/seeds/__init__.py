"""Example cases for `make run ARGS=--seed`: one in each status in which a case can stay, overdue ones, a dead letter.

They are made as people make cases: over HTTP, by the personas, while legal time passes. No row is written by hand.
"""
