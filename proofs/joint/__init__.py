"""Requests of several departments played without a table: by the rules between members alone."""
