"""What can be done in reviews; every write is one transaction with its event."""
