"""The torture: visitors, agents and kills at every named point; then their own logs say whether anything was lost."""
