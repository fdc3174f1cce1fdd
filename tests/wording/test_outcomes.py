import pytest

from webapp.wording.outcomes import of_papers, outcome_wording, quorum_sentence, quorum_sum, typeset


@pytest.mark.parametrize(
    ("sense", "figures", "casting", "wording"),
    [
        ("favourable", (13, 0, 0, 0), False, "avis favorable à l'unanimité"),
        (
            "favourable",
            (11, 0, 2, 0),
            False,
            "avis favorable à l'unanimité des suffrages exprimés (11 pour, 2 abstentions)",
        ),
        ("favourable", (12, 0, 0, 1), False, "avis favorable à l'unanimité des suffrages exprimés (12 pour)"),
        ("favourable", (11, 4, 2, 0), False, "avis favorable à la majorité (11 pour, 4 contre, 2 abstentions)"),
        ("favourable", (11, 4, 0, 3), False, "avis favorable à la majorité (11 pour, 4 contre)"),
        (
            "favourable",
            (8, 8, 1, 0),
            True,
            "avis favorable, voix prépondérante du président (8 pour, 8 contre, 1 abstention)",
        ),
        ("unfavourable", (0, 13, 0, 0), False, "avis défavorable à l'unanimité"),
        (
            "unfavourable",
            (0, 11, 2, 0),
            False,
            "avis défavorable à l'unanimité des suffrages exprimés (11 contre, 2 abstentions)",
        ),
        ("unfavourable", (4, 11, 1, 0), False, "avis défavorable à la majorité (4 pour, 11 contre, 1 abstention)"),
        (
            "unfavourable",
            (8, 8, 0, 0),
            True,
            "avis défavorable, voix prépondérante du président (8 pour, 8 contre)",
        ),
        ("tie", (8, 8, 0, 0), False, "partage des voix (8 pour, 8 contre)"),
        ("tie", (8, 8, 1, 0), False, "partage des voix (8 pour, 8 contre, 1 abstention)"),
        ("no_vote_expressed", (0, 0, 13, 0), False, "aucun suffrage exprimé"),
        ("no_majority", (6, 5, 6, 0), False, "aucune majorité (6 pour, 5 contre, 6 abstentions)"),
        ("no_majority", (4, 0, 9, 0), False, "aucune majorité (4 pour, 9 abstentions)"),
    ],
)
def test_vot_7_an_outcome_is_said_exactly(sense, figures, casting, wording):
    in_favour, against, abstain, did_not_vote = figures

    said = outcome_wording(
        sense,
        in_favour=in_favour,
        against=against,
        abstain=abstain,
        did_not_vote=did_not_vote,
        casting_vote_used=casting,
    )

    assert said == wording


def test_a_wording_is_dressed_for_reading():
    assert typeset("à l'unanimité (11 pour, 2 abstentions)") == "à l’unanimité (11\u00a0pour, 2\u00a0abstentions)"


def test_quo_5_a_quorum_is_shown_as_a_sum():
    said = quorum_sum(present=13, represented=1, recused=1, fallen=0, counted=13, composing=26)

    assert said == "13\u00a0présents + 1\u00a0mandat − 1\u00a0déport = 13 sur 26"


def test_quo_5_a_quorum_of_people_present_alone_is_a_plain_count():
    said = quorum_sum(present=1, represented=0, recused=0, fallen=0, counted=1, composing=26)

    assert said == "1\u00a0présent sur 26"


def test_quo_5_a_mandate_fallen_with_a_recusal_is_shown():
    said = quorum_sum(present=13, represented=2, recused=1, fallen=2, counted=12, composing=26)

    assert said == (
        "13\u00a0présents + 2\u00a0mandats − 1\u00a0déport − 2\u00a0mandats tombés avec un déport = 12 sur 26"
    )


@pytest.mark.parametrize(
    ("circumstances", "sentence"),
    [
        ({"reached": True}, "Quorum atteint\u00a0: 13 sur 26, il en faut 13 (CRPA R133-10)."),
        ({"reached": False}, "Quorum non atteint\u00a0: 13 sur 26, il en faut 13 (CRPA R133-10)."),
        (
            {"reached": False, "second_notice": True},
            "Délibère sans condition de quorum, sur seconde convocation (CRPA R133-10)\u00a0: 13 sur 26.",
        ),
        ({"reached": False, "exempt": True}, "Aucun quorum n’est exigé de cette commission\u00a0: 13 sur 26."),
    ],
)
def test_quo_5_and_quo_8_a_quorum_says_why(circumstances, sentence):
    assert quorum_sentence("13 sur 26", required=13, source="CRPA R133-10", **circumstances) == sentence


def test_sec_7_a_paper_left_blank_or_void_is_no_abstention_in_words():
    assert of_papers("partage des voix (4 pour, 4 contre, 2 abstentions)") == (
        "partage des voix (4 pour, 4 contre, 2 blancs ou nuls)"
    )
    assert of_papers("avis favorable à l'unanimité") == "avis favorable à l'unanimité"
