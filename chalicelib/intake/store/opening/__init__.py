"""Opening an uploaded file within fixed memory and time: only what can be opened, and does nothing, is a material."""
