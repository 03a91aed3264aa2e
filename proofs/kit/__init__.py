"""AWS and its clients in memory, and what watches the requests that are made of them."""
