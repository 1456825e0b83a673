"""What is said: comments, replies, where they lie, how they reach others, their numbers."""
