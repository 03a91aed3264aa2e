"""What the terminal of `make run` tells of the running stack: readable lines, or with LOG=json the machine's own."""
