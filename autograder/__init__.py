"""Judge the layers that students write."""
