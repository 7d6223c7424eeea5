"""What fills one column: as the recipe says, as its name means, or as its type allows."""
