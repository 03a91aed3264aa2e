"""Certificates as pure data: their faces, identifiers and digests, and what a paper says against them."""
