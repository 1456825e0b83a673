"""The merge room as it stands: what is proposed, what earlier versions left over, how it is shown."""
