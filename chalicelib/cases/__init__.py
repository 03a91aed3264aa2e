"""办件: the record of a case, which the three places of the hall share."""
