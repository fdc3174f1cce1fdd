"""Webinars shared between prefectures: sealed bundles, quotas of seats, what comes back."""
