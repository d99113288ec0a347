"""The engine that runs inside the hub: numpy, a gazetteer and a small sequence model; no server, no compiler."""
