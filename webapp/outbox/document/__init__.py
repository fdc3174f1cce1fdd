"""A message as it leaves: by the relay, or on paper."""
