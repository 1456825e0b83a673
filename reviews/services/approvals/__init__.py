"""Approvals: positions stated and counted, and who is told."""
