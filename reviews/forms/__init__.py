"""What was typed, checked and never saved here: forms by what they are about."""
