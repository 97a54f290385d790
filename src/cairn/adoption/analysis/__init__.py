"""The doors from adoption to the engine, one for each of its questions."""
