"""API Gateway: requests to the app's routes become calls of the app's function, and its answers become responses."""
