"""From what people say to the command they mean."""
