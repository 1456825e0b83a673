"""The merge room: proposals decided, words of the editors, the next version, its proof."""
