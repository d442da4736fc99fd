"""Make the models that ship: data, training, export."""
