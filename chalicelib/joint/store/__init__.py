"""Where members of joint requests are kept: rows of the request, read with it in one query."""
