"""Questions, entries of the knowledge base, and what may be done with them. Pure."""

# What the alarm of a question calls when its term is over.
UNANSWERED = "consultation"
