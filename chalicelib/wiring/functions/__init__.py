"""The Lambda functions, a module each, named after the function: it loads what its module names (ADR 0013)."""
