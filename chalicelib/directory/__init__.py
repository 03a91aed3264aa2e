"""机构人员: departments of the hall, and what a place is called."""
