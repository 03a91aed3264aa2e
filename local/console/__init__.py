"""The console: addresses under /local that only the local stack has."""
