"""`make package`: code, layer and template of a deployment, as files that are the same whenever they are built."""
