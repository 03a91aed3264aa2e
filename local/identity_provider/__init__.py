"""The identity provider: an issuer of tokens, and the personas for whom it issues them."""
