"""What the platform does for a joint request: open members, let them be decided, end them, conclude."""
