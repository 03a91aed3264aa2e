"""How a joint request stands, as people of the hall and its applicant see it."""
