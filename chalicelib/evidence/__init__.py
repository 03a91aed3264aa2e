"""存证: a case exported whole with all that proves it, its check without this system, and the daily heads of chains."""
