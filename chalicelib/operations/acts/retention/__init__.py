"""What happens when a case need not be kept any more."""
