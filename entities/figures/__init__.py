"""Figures in pictures: their words, what stands together, what a picture holds."""
