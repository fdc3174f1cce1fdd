"""Where the JSON interface stands; a new version would stand beside it."""

PREFIX = "/api/v1"
