"""How every audience's API speaks HTTP: routes as data, problem+json, ETags, sealed cursors, OpenAPI, documentation."""
