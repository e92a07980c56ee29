"""What a figure is built of: blocks that know their size before anything is drawn."""
