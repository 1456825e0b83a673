"""Answers: proposed, decided, given to many at once, judged; and letters about them."""
