import html
import json
import re

import pytest

from webapp.meetings.simulate.answer import simulate
from webapp.web.public.simulator_form import read_mandates, read_seats

CODERST = {
    "composing": "26",
    "mode": "in_person",
    "present": "1 à 13",
    "chair": "1",
    "in_favour": "1 à 6",
    "against": "7 à 12, 20",
    "mandates": "20 > 1\n21 > 1",
    "recused": "13",
    "quorum_applies": "y",
    "max_mandates": "1",
    "majority_base": "expressed",
    "chair_votes": "y",
    "casting_vote": "y",
    "casting_declaration": "",
}


def text_of(answer):
    """What a person reads: no tags, single spaces."""
    body = re.sub(r"<(script|style|head).*?</\1>", "", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def post(client, address, **fields):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)[1]
    return client.post(address, data={"csrf_token": token, **fields})


def the_json_of(answer):
    scenario, reply = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", answer.text, flags=re.DOTALL)
    return json.loads(html.unescape(scenario)), json.loads(html.unescape(reply))


def test_anybody_may_open_the_simulator(client):
    page = client.get("/outils/simulateur")

    assert page.status_code == 200
    assert "Simulateur de quorum, de mandats et de majorité" in text_of(page)


def test_a_form_is_answered_in_french_sentences(client):
    page = post(client, "/outils/simulateur", **CODERST)

    said = text_of(page)
    assert page.status_code == 200
    assert "Avis défavorable à la majorité (6 pour, 7 contre)" in said
    assert "Quorum atteint : 13 présents + 1 mandat − 1 déport = 13 sur 26, il en faut 13 (CRPA R133-10)." in said
    assert "Le mandataire détient déjà tous les mandats qu’il peut recevoir (CRPA R133-9)" in said


def test_the_page_and_the_command_give_the_same_answer(client):
    scenario, answer = the_json_of(post(client, "/outils/simulateur", **CODERST))

    assert answer == simulate(json.dumps(scenario).encode()).document
    assert scenario["votes"]["s20"] == "against"
    assert scenario["mandates"] == [{"from": "s20", "to": "s1"}, {"from": "s21", "to": "s1"}]


def test_a_lost_quorum_leaves_no_opinion(client):
    said = text_of(post(client, "/outils/simulateur", **CODERST | {"present": "1 à 12", "recused": ""}))

    assert "Sans quorum, le vote ne donne pas d’avis" not in said  # 12 present and a mandate: just enough

    said = text_of(post(client, "/outils/simulateur", **CODERST | {"present": "1 à 12", "recused": "12"}))

    assert "Quorum non atteint : 12 présents + 1 mandat − 1 déport = 12 sur 26, il en faut 13 (CRPA R133-10)." in said
    assert "Sans quorum, le vote ne donne pas d’avis" in said


def test_a_divergence_of_the_two_bases_is_announced(client):
    fields = CODERST | {"in_favour": "1 à 5", "against": "6 à 9", "abstain": "10 à 12"}

    said = text_of(post(client, "/outils/simulateur", **fields))

    assert "Les deux façons de compter la majorité ne concordent pas" in said
    assert "Suffrages exprimés favorable" in said
    assert "Présents ou représentés aucune majorité" in said


def test_a_casting_vote_is_said(client):
    fields = CODERST | {"against": "7 à 12"}

    said = text_of(post(client, "/outils/simulateur", **fields))

    assert "Avis favorable, voix prépondérante du président (6 pour, 6 contre)" in said
    assert "La voix prépondérante du président a départagé les voix" in said


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"second_notice": "y"}, "Délibère sans condition de quorum, sur seconde convocation (CRPA R133-10)"),
        ({"quorum_applies": None}, "Aucun quorum n’est exigé de cette commission"),
        ({"mode": "written"}, "13 participants − 1 déport = 12 sur 26, il en faut 13 (ordonnance 2014-1329)."),
    ],
    ids=["second notice", "no quorum", "in writing"],
)
def test_every_kind_of_quorum_says_why(client, changed, sentence):
    fields = {key: value for key, value in (CODERST | changed).items() if value is not None}

    assert sentence in text_of(post(client, "/outils/simulateur", **fields))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"present": "1 à 13, le maire"}, "« le maire » ne désigne pas de sièges."),
        ({"present": "13 à 1"}, "« 13 à 1 » ne désigne pas de sièges."),
        ({"present": "1, 1"}, "Le siège « s1 » est cité deux fois."),
        ({"present": "1 à 27"}, "Il y a plus de sièges présents (27) que de membres composant la commission (26)."),
        ({"replaced": "20"}, "Le siège « s20 » est remplacé sans être présent."),
        ({"recused": "40"}, "Le siège « s40 » n’existe pas : les sièges vont de s1 à s26."),
        ({"chair": "40"}, "Le siège « s40 » n’existe pas"),
        ({"chair": "1, 2"}, "Une seule personne préside"),
        ({"mandates": "20 pour 1"}, "« 20 pour 1 » n’est pas un mandat."),
        ({"against": "6"}, "Le siège 6 a déjà un bulletin."),
        ({"abstain": "7"}, "Le siège 7 a déjà un bulletin."),
        ({"in_favour": "1, 1"}, "Le siège 1 a déjà un bulletin."),
        ({"in_favour": "un"}, "« un » ne désigne pas de sièges."),
        ({"composing": "0"}, "Donnez un nombre entier de 1 à 1000."),
        ({"composing": ""}, "Donnez le nombre de membres composant la commission."),
        ({"max_mandates": "-1"}, "Donnez un nombre entier de 0 à 1000."),
        ({"mode": "written", "second_notice": "y"}, "Une consultation écrite n’a pas de seconde convocation"),
    ],
)
def test_a_faulty_field_is_told_beside_it_and_keeps_what_was_typed(client, changed, sentence):
    page = post(client, "/outils/simulateur", **CODERST | changed)

    assert page.status_code == 400
    assert text_of(page).count(sentence) == 2  # in the summary, and beside the field
    assert 'value="7 à 12, 20"' in page.text or "against" in changed


def test_a_scenario_may_be_given_in_json(client):
    scenario = {"settings": {"composing": 3}, "present": ["s1", "s2"], "votes": {"s1": "for", "s2": "for"}}

    page = post(client, "/outils/simulateur?saisie=json", scenario=json.dumps(scenario))

    assert page.status_code == 200
    assert the_json_of(page) == (scenario, simulate(json.dumps(scenario).encode()).document)
    assert "Avis favorable à l’unanimité" in text_of(page)


def test_a_fault_of_a_json_scenario_is_told_with_its_path(client):
    page = post(client, "/outils/simulateur?saisie=json", scenario='{"settings": {"composing": 3}, "mood": 1}')

    assert page.status_code == 400
    assert "$.mood : La clé « mood » est inconnue ici." in text_of(page)


def test_hostile_names_are_shown_as_text(client):
    scenario = {"settings": {"composing": 3}, "votes": {"<script>alert(1)</script>": "for"}}

    page = post(client, "/outils/simulateur?saisie=json", scenario=json.dumps(scenario))

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


def test_an_endless_json_scenario_is_sent_to_the_command(client):
    page = post(client, "/outils/simulateur?saisie=json", scenario=" " * 100_000 + "{}")

    assert page.status_code == 400
    assert "utilisez la commande" in text_of(page)


@pytest.mark.parametrize("address", ["/outils/simulateur?exemple=1", "/outils/simulateur?saisie=json"])
def test_an_example_shows_the_way(client, address):
    assert "20 &gt; 1" in (page := client.get(address)).text or "&#34;from&#34;: &#34;s20&#34;" in page.text


def test_seats_are_read_as_people_write_them():
    assert read_seats("1 à 3, s5;7-8 et 10\n12 – 13,") == ["s1", "s2", "s3", "s5", "s7", "s8", "s10", "s12", "s13"]


def test_mandates_are_read_one_a_line():
    assert read_mandates("20 > 1\ns21 → s2\r\n\n22->3") == [
        {"from": "s20", "to": "s1"},
        {"from": "s21", "to": "s2"},
        {"from": "s22", "to": "s3"},
    ]
