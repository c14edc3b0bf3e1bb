"""Where a catalog comes from: files, YAML, references between them; what was read before; what is written back."""
