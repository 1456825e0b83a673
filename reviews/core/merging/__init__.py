"""The merge room without its pages: what proposals ask for, where they meet, what the decided ones give.

A *wish* is one distinct change, whoever asks for it; wishes that touch the same paragraphs make a
*passage*; a passage with some wishes granted is *settled*: its edits with those who asked for them,
its text, and what nobody has decided yet.
"""
