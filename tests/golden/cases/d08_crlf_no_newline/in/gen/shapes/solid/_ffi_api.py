"""Mine."""
x = 1