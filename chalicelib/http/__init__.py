"""HTTP for all APIs: routes as data, problem+json, ETags, encrypted cursors, the OpenAPI document and its page."""
