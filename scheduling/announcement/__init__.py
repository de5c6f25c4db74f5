"""Announcing a run six weeks before its start (5.2.4)."""
