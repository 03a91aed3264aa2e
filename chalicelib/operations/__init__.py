"""运维: what lies undone, and setting it going again."""
