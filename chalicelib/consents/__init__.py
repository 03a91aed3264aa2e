"""授权与同意: who may act for whom, and the notices that people are shown before they agree.

Guardians act by law and need no authorisation.
"""
