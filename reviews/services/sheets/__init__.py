"""Sheets: received and looked through, taken in row by row, answered by the same door, exported."""
