"""The checks of an export: each gives the links that are broken, in the order of the case, and what has no proof."""
