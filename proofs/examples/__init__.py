"""The examples of the API description: short stories played in memory, with the requests and answers kept."""
