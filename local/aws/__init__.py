"""An AWS account on this machine: moto's server, and what we change inside of moto."""
