"""The demo: plays the applicant and the officials of one case, over HTTP."""
