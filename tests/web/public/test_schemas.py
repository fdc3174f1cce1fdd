"""The schema of the facts is public, at an address that does not move, and is the one that minutes carry."""

from flask.testing import FlaskClient

from webapp.minutes.document import SCHEMA_FILE


def test_anybody_reads_the_schema_of_the_facts(client: FlaskClient):
    answer = client.get("/schemas/faits-1.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/schema+json")
    assert answer.data == SCHEMA_FILE.read_bytes()
    assert answer.json["$id"] == "urn:collegiale:schemas:faits:1"
    assert "urn:collegiale:schemas:faits:1" in client.get("/aide/reference/faits").text
