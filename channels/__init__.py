"""The room of the messaging channels: how tourists write to us and how our answers reach them."""
