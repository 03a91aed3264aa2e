"""The operators' command line: it works on a deployment directly, with AWS credentials and YIMEN_ settings."""
