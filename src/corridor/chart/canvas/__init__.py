"""What all pictures are drawn with: figure, palette, labels, axes, words."""
