"""身份与授权: who is asking, and what a role may do. Cryptography is imported by `verifier` and `jwks` only."""
