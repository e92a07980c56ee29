"""What the three files of Keras share: `model.to_json()`, the `.keras` archive and HDF5 hold the same configuration.

A configuration is a tree of `{class_name, config}`. Nothing in it is executed: a class that the tables do not know is
an opaque layer.
"""
