"""Step Functions: moto executes the state machines. Here Lambda tasks and task tokens are made to work as on AWS."""
