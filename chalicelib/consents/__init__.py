"""授权与同意: who may act for whom, and what people have agreed to. Guardians act by law and need no authorisation."""
