"""The Lambda functions, a module each kind: a function loads what its module names and no more (ADR 0013)."""
