"""The room of the bot: from what a tourist wrote to a value that says what to answer and what to do."""
