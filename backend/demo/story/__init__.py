"""What happened to the White Paper, as data: who took part, what they said and when, what was planned."""
