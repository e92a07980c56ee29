"""Everything that runs beside a framework: the door to live models."""
