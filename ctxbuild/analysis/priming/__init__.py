"""What of a field's papers is worth a place in a priming bundle, and what each piece covers."""
