"""The machinery that loses no act and does none twice: acts, claims, event chain, outbox, state machines, alarms."""
