"""文书: kinds, wording, numbers and rendering of what acts give out."""
