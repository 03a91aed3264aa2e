"""运维: the dead-letter desk shows work that remains undone, and repair sets cases going again."""
