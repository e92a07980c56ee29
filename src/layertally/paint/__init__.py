"""Painting: from the display list of a figure to SVG, PNG and PDF, and the audit of its geometry."""
