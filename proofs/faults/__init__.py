"""Every path of a case, played again for every AWS call on it: that call lost or refused, or the process dead there."""
