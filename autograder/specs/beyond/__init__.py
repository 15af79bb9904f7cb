"""Beyond: graphs, generative models, rewards: what the exercises ask for."""
