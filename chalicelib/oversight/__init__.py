"""考评督办: what lies undone and who looks after it. For now the dead-letter desk."""
