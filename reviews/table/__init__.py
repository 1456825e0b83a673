"""All comments as a table: filters, pieces in reading order, rows, conflicts, answers as they are judged."""
