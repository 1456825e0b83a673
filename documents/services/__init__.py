"""What can be done to documents; every write is one transaction with its event."""
