"""Recorders: build small layers in the real frameworks and note what those say. See README.md."""
