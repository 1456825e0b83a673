"""The API of reviews: comments with their replies and answers, placements, returns, milestones."""
