"""Commands of ``baton`` that are more than a few lines, one module each."""
