"""`yimen listen`: a receiver of callbacks on a developer's own machine."""
