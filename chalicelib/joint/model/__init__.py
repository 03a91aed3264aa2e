"""What follows for each member from what happened to the others; the joint clock; opinions and conclusions. Pure."""
