"""A second opinion on AWS: the end-to-end suite with another emulator behind the local stack (`make second`)."""
