"""What a tourist means: intents and entities, told by an engine behind one port."""
