"""The bottom of the house: shared nouns and the conversation core, without vendor SDKs or web frameworks."""
