"""The paths of 告知承诺: signed at the window, granted on it, verified late, not kept, repaired."""
