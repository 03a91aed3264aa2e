"""大厅: what anybody may ask."""
