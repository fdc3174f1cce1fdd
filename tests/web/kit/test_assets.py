"""Static files are asked for once: by the hash of their content, and scripts by the hash of all of them."""

from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient

from webapp.web.kit.assets import asset


def test_a_file_asked_by_its_hash_may_be_kept(app: Flask, client: FlaskClient):
    with app.test_request_context():
        addresses = (asset("css/base.css"), asset("js/app.js"))
    for address in addresses:
        with client.get(address) as answer:
            assert "immutable" in answer.headers["Cache-Control"], address


def test_what_a_script_imports_may_be_kept_like_it(app: Flask, client: FlaskClient):
    with app.test_request_context():
        address = asset("js/app.js")
    with client.get(urljoin(address, "./live.js")) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_file_asked_by_another_hash_is_asked_for_again(client: FlaskClient):
    for address in ("/static/js/app.js", "/static/-0123456789ab/js/app.js"):
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-cache"
