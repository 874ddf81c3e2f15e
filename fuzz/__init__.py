"""Texts and bytes that nobody wrote, thrown at the reader: what it promises holds for them too."""
