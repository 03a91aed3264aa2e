"""大厅: what anyone may ask without an account, and the description of the API itself."""
