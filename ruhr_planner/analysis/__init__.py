"""What the data tell: geometry and numbers in, results out."""
