"""试运行: an unpublished item is tried in a sandbox, with the real acts and rules, before anybody consents to it."""
