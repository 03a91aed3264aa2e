"""What the proofs are made of: tests, fault runs and soaks share it, and none of it ships."""
