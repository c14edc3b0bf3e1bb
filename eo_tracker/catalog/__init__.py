"""Where a catalog comes from: files, YAML, references between them; what was read before.

What is written back.
"""
