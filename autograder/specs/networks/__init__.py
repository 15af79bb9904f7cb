"""Networks: what the exercises ask for."""
