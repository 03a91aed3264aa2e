"""对接: callbacks to the systems of departments."""
