"""The tables of tickets and customers' details; only this package writes them."""
