"""What the benches of Word files share: damage, markup by chance, independent readers."""
