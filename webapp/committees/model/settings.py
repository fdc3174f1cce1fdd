"""The settings of a committee where the law leaves a choice (LAW 7.1), each with its French key, sentence and article."""

import json
from dataclasses import asdict, field, fields
from functools import lru_cache
from typing import Any, Literal, Self

from webapp.committees.model.meaning import Kind, Meaning, allowed, fits
from webapp.committees.model.refusals import CommitteeRefusal
from webapp.kernel.errors import Refusal
from webapp.kernel.models import frozen

COMPOSITION, QUORUM, VOTE, WRITTEN, NOTICE, MINUTES = (
    "Composition",
    "Quorum et mandats",
    "Vote",
    "Procédure écrite et distance",
    "Convocation et dossier",
    "Procès-verbal",
)


def _yes_no(  # noqa: PLR0917 — a table read in columns
    default: bool, french: str, label: str, sentence: str, article: str, group: str
) -> Any:
    return field(
        default=default,
        metadata={
            "meaning": Meaning(
                french=french, label=label, sentence=sentence, article=article, kind=Kind.YES_NO, group=group
            )
        },
    )


def _setting(  # noqa: PLR0917 — a table read in columns
    default: object, french: str, label: str, sentence: str, article: str, group: str, **more: Any
) -> Any:
    meaning = Meaning(french=french, label=label, sentence=sentence, article=article, group=group, **more)
    return field(default=default, metadata={"meaning": meaning})


@frozen
class CommitteeSettings:
    """Every choice a committee makes; the defaults are the cautious reading of the law.

    `composing` is the statutory number of members "composing" the committee, chair included when it counts; None means
    the number of seats of the day.
    """

    regime: Literal["crpa", "other"] = _setting(
        "crpa",
        "regime",
        "Régime",
        "Dit si la commission relève des règles communes aux commissions consultatives de l’État.",
        "CRPA R*133-1",
        COMPOSITION,
        kind=Kind.CHOICE,
        choices=(("crpa", "code des relations entre le public et l’administration"), ("other", "autre texte")),
    )
    composing: int | None = _setting(
        None,
        "effectif_statutaire",
        "Effectif statutaire",
        "Nombre de membres « composant » la commission, sur lequel se calcule le quorum ; vide, c’est le nombre de sièges.",
        "CRPA R133-10",
        COMPOSITION,
        kind=Kind.NUMBER,
        low=1,
        high=1000,
        optional=True,
    )
    chair_counts: bool = _yes_no(
        True,
        "president_compte",
        "Le président compte dans l’effectif",
        "Le texte est muet : le président est compté parmi les membres composant la commission, sauf choix contraire.",
        "CRPA R133-10",
        COMPOSITION,
    )
    vacant_seats_count: bool = _yes_no(
        True,
        "sieges_vacants_comptes",
        "Les sièges vacants comptent dans l’effectif",
        "Le texte est muet : compter les sièges vacants est la lecture la plus sûre.",
        "CRPA R133-10",
        COMPOSITION,
    )
    qualified_substitutes: bool = _yes_no(
        False,
        "suppleance_pq",
        "Les personnalités qualifiées peuvent avoir un suppléant",
        "En principe elles ne peuvent pas être remplacées ; le texte propre au CODERST le permet.",
        "CRPA R133-3, 3° ; CSP R1416-2",
        COMPOSITION,
    )
    quorum_moment: Literal["opening", "each_item"] = _setting(
        "each_item",
        "moment_quorum",
        "Moment où le quorum se vérifie",
        "Le texte est muet : le vérifier à chaque point est la lecture la plus sûre.",
        "CRPA R133-10",
        QUORUM,
        kind=Kind.CHOICE,
        choices=(("each_item", "à chaque point"), ("opening", "à l’ouverture de la séance")),
    )
    recused_counts_in_quorum: bool = _yes_no(
        False,
        "deport_numerateur",
        "Un membre qui se retire compte dans le quorum",
        "Le texte est muet : par prudence, qui se retire d’un point n’y compte pas parmi les présents ; l’effectif ne change pas.",
        "CRPA R133-10 et R133-12",
        QUORUM,
    )
    max_mandates: int = _setting(
        1,
        "max_mandats",
        "Mandats par personne",
        "Nombre de mandats qu’un membre peut détenir ; un seul, sauf disposition contraire.",
        "CRPA R133-9",
        QUORUM,
        kind=Kind.NUMBER,
        low=0,
        high=20,
    )
    mandates_in_writing: bool = _yes_no(
        False,
        "mandats_ecrit",
        "Les mandats valent dans la procédure écrite",
        "La moitié du collège doit participer elle-même à l’échange écrit : les mandats n’y comptent pas, sauf texte contraire.",
        "ordonnance 2014-1329, art. 3",
        QUORUM,
    )
    majority_base: Literal["expressed", "present"] = _setting(
        "expressed",
        "base_majorite",
        "Base de la majorité",
        "L’avis est rendu à la majorité des voix ; les deux calculs sont toujours montrés, celui-ci donne le sens de l’avis.",
        "CRPA R133-11",
        VOTE,
        kind=Kind.CHOICE,
        choices=(("expressed", "suffrages exprimés"), ("present", "membres présents ou représentés")),
    )
    chair_votes: bool = _yes_no(
        True,
        "president_vote",
        "Le président vote",
        "Le président prend part au vote, sauf texte contraire.",
        "CRPA R133-11",
        VOTE,
    )
    casting_vote: bool = _yes_no(
        True,
        "voix_preponderante",
        "Voix prépondérante du président",
        "Quand les voix sont égales, celle du président l’emporte s’il a droit de vote.",
        "CRPA R133-11 ; CSP R1416-2",
        VOTE,
    )
    casting_declaration: bool = _yes_no(
        True,
        "declaration_departage",
        "Le président peut départager par déclaration",
        "Le texte ne dit pas sous quelle forme le président départage : une déclaration publique suffit s’il n’a pas voté pour ou contre.",
        "CRPA R133-11",
        VOTE,
    )
    ballot_kind: Literal["show_of_hands", "roll_call", "secret"] = _setting(
        "roll_call",
        "scrutin",
        "Mode de scrutin",
        "Le texte est muet : le mode proposé à chaque vote, que le président peut changer.",
        "CRPA, silence du texte",
        VOTE,
        kind=Kind.CHOICE,
        choices=(("roll_call", "vote nominal"), ("show_of_hands", "vote à main levée"), ("secret", "vote secret")),
    )
    secret_on_request: Literal["none", "chair", "fraction"] = _setting(
        "none",
        "secret_sur_demande",
        "Vote secret sur demande",
        "Qui peut demander que le vote soit secret, si le règlement intérieur le prévoit.",
        "CRPA, silence du texte",
        VOTE,
        kind=Kind.CHOICE,
        choices=(("none", "personne"), ("chair", "le président"), ("fraction", "un tiers des membres")),
    )
    revote: bool = _yes_no(
        True,
        "vote_modifiable",
        "Un vote nominal peut être modifié jusqu’à la clôture",
        "Chaque valeur est conservée au journal et la dernière compte ; un vote secret n’est jamais modifiable.",
        "CGFP R211-566, par analogie",
        VOTE,
    )
    without_device: tuple[str, ...] = _setting(
        ("show_of_hands", "voice", "entry"),
        "sans_appareil",
        "Vote sans appareil",
        "Comment vote un membre qui n’a pas d’appareil.",
        "usage",
        VOTE,
        kind=Kind.CHOICES,
        choices=(
            ("show_of_hands", "à main levée"),
            ("voice", "de vive voix"),
            ("entry", "saisi par le secrétariat"),
        ),
    )
    partial_results: bool = _yes_no(
        False,
        "resultats_partiels",
        "Montrer des résultats partiels",
        "Aucun résultat n’est connu avant la clôture, sauf choix contraire.",
        "CGFP R211-570, par analogie",
        VOTE,
    )
    closing_grace: int = _setting(
        0,
        "tolerance_cloture",
        "Tolérance après la clôture (minutes)",
        "Délai laissé, après l’heure de clôture annoncée, à qui s’était connecté avant elle.",
        "CGFP R211-563, par analogie",
        VOTE,
        kind=Kind.NUMBER,
        low=0,
        high=30,
    )
    min_debate_hours: int = _setting(
        72,
        "duree_min_debat",
        "Durée minimale du débat écrit (heures)",
        "Temps laissé aux observations avant que le vote écrit puisse s’ouvrir.",
        "décret 2014-1627",
        WRITTEN,
        kind=Kind.NUMBER,
        low=1,
        high=2000,
    )
    min_vote_hours: int = _setting(
        24,
        "duree_min_vote",
        "Durée minimale du vote écrit (heures)",
        "Temps pendant lequel un vote écrit reste ouvert.",
        "décret 2014-1627",
        WRITTEN,
        kind=Kind.NUMBER,
        low=1,
        high=2000,
    )
    recording_rules: str = _setting(
        "",
        "regles_enregistrement",
        "Règles d’enregistrement et de conservation",
        "Référence de la délibération qui fixe l’enregistrement, la conservation des débats et l’audition des tiers ; sans elle, aucune séance à distance.",
        "ordonnance 2014-1329",
        WRITTEN,
        kind=Kind.TEXT,
    )
    notice_days: int = _setting(
        5,
        "delai_convocation",
        "Délai de convocation (jours)",
        "Les membres reçoivent la convocation, l’ordre du jour et les pièces ce nombre de jours au moins avant la réunion.",
        "CRPA R133-8",
        NOTICE,
        kind=Kind.NUMBER,
        low=0,
        high=60,
    )
    notice_count: Literal["calendar", "clear"] = _setting(
        "calendar",
        "mode_delai",
        "Comptage du délai",
        "Un délai franc ne compte ni le jour de la réception, ni celui de la réunion.",
        "CRPA R133-8",
        NOTICE,
        kind=Kind.CHOICE,
        choices=(("calendar", "jours calendaires"), ("clear", "jours francs")),
    )
    applicant_leaves: bool = _yes_no(
        True,
        "petitionnaire_sort",
        "Le pétitionnaire sort avant la délibération",
        "La personne entendue ne prend pas part au vote ; l’usage est qu’elle se retire avant la délibération.",
        "CRPA R133-6",
        NOTICE,
    )
    publish_file: bool = _yes_no(
        False,
        "publication_dossier",
        "Le dossier de séance est rendu public",
        "Les documents remis aux membres du CODERST sont publics, hors secrets protégés par la loi, filtrés pièce par pièce.",
        "CSP L1416-1",
        NOTICE,
    )
    names_in_minutes: bool = _yes_no(
        False,
        "votes_nominatifs_pv",
        "Le procès-verbal nomme les votes",
        "Le minimum légal est le sens de la délibération et les désaccords dont la mention est demandée.",
        "CRPA R133-13",
        MINUTES,
    )
    print_divergence: bool = _yes_no(
        False,
        "divergence_au_pv",
        "Le procès-verbal imprime la divergence entre les deux bases",
        "Quand les deux bases de majorité donnent un sens différent, le procès-verbal peut le dire.",
        "CRPA R133-11",
        MINUTES,
    )
    signers: tuple[str, ...] = _setting(
        ("président", "secrétaire"),
        "signataires_pv",
        "Signataires du procès-verbal",
        "Aucun texte ne désigne les signataires : un par ligne, dans l’ordre.",
        "CRPA, silence du texte",
        MINUTES,
        kind=Kind.LINES,
    )
    reminder_days: int = _setting(
        7,
        "delai_relance_pv",
        "Relance du procès-verbal (jours)",
        "Qui doit approuver ou signer est relancé de lui-même après ce nombre de jours, puis aussi souvent ; 0 : jamais.",
        "CRPA, silence du texte",
        MINUTES,
        kind=Kind.NUMBER,
        low=0,
        high=90,
    )
    signature_level: Literal["paper", "image", "ades", "qes"] = _setting(
        "paper",
        "niveau_signature",
        "Niveau de signature",
        "Aucun texte ne l’impose : papier, sauf si la préfecture dispose de certificats.",
        "CRPA, silence du texte",
        MINUTES,
        kind=Kind.CHOICE,
        choices=(
            ("paper", "papier"),
            ("image", "image de signature"),
            ("ades", "signature avancée"),
            ("qes", "signature qualifiée"),
        ),
    )

    def __post_init__(self) -> None:
        for name, meaning in MEANINGS.items():
            if not fits(getattr(self, name), meaning):
                raise Refusal(
                    CommitteeRefusal.SETTING_INVALID, name=name, label=meaning.label, allowed=allowed(meaning)
                )

    def as_values(self) -> dict[str, Any]:
        """Return the settings as plain JSON values by English key."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    def to_json(self) -> str:
        """Return the settings as the database and the facts keep them."""
        return json.dumps(self.as_values(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Self:
        """Build settings from JSON values; an absent key takes its default, an unknown one is refused."""
        for key in values:
            if key not in MEANINGS:
                raise Refusal(CommitteeRefusal.SETTING_UNKNOWN, name=key)
        typed: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in values.items()}
        return cls(**typed)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read back what `to_json` wrote."""
        try:
            values = json.loads(text)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise Refusal(CommitteeRefusal.SETTINGS_UNREADABLE)
        return cls.from_values(values)


MEANINGS: dict[str, Meaning] = {each.name: each.metadata["meaning"] for each in fields(CommitteeSettings)}


# Every request reads its committee's settings, and they hardly ever change: what a text says is kept.
read_settings = lru_cache(maxsize=256)(CommitteeSettings.from_json)

CODERST_SETTINGS = CommitteeSettings(qualified_substitutes=True, publish_file=True)
