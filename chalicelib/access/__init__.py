"""身份与授权: who is asking, and what a role may do. Light to import: the cryptography is in `verifier` and `jwks`."""
