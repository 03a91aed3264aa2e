"""对接: callbacks to the systems of departments. This is what other rooms may use."""
