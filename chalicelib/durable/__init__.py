"""Nothing lost, nothing twice: acts, claims, the audit chain, the outbox, state machines, alarms, parking."""
