"""What reviews know without a database: life cycles, anchors, placing, dates, calendars, Word markup."""
