"""What there is to call with: of types, of names and uses, of the code itself, or always at hand."""
