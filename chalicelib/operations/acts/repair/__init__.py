"""Repair: what stands still because something was lost is found and set going again, from the case's own rows.

A restored backup has no executions, no open tokens, no stream and no queued messages; after repair it needs none.
"""
