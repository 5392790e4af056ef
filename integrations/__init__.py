"""Reaching out: one SDK or protocol a file, each behind a port of the core.

anthropic   the model that writes assessments
"""
