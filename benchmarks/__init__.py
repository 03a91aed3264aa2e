"""Speed and cost, counted and compared within one run: never timed in tests."""
