"""The matrix: who gets which answer on which route, in which state. One table, a document, played against the app."""
