"""Repair: find what stands still because something was lost, and set it going again, from the rows of the case alone.

A restored backup has no executions, no valid tokens, no stream and no messages in queues. Repair needs none of them.
"""
