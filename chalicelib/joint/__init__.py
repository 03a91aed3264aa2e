"""联办: one request of one applicant, handled by several departments with one form, one acceptance and one clock."""
