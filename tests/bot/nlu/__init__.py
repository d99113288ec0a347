"""Proof of understanding: training files, normal forms, rules, models and the engine that uses them."""
