"""Authorisations, consents and the versions of notices. Pure."""
