"""For a WSGI server of one's own; `scripts/serve` starts ours."""

from webapp.app import create_app

app = create_app()
