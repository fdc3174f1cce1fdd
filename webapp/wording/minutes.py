"""Words of the minutes: what is said the same on the pages, in the PDF, in its extracts."""

from collections.abc import Mapping

from webapp.wording.numbers import count
from webapp.wording.outcomes import SENSES, quorum_sentence, quorum_sum
from webapp.wording.sitting import MANDATES
from webapp.wording.typography import elided, spaced
from webapp.wording.votes import FORMS

_CONFERENCE = spaced(
    "ordonnance n°\u00a02014-1329 du 6 novembre 2014, article 2 ; décret n°\u00a02014-1627 du 26 décembre 2014, "
    "article 7-1 ; code des relations entre le public et l’administration, article R133-10"
)
MODE_BASIS = {
    "conference": _CONFERENCE,
    "mixed": _CONFERENCE,
    "written": spaced(
        "ordonnance n°\u00a02014-1329 du 6 novembre 2014, article 3 ; décret n°\u00a02014-1627 du 26 décembre 2014"
    ),
}
"""The texts on which a sitting at a distance stands (LAW PV-8); a sitting in the room needs none."""

MODES_SAID = {
    "in_person": "en salle",
    "conference": "par conférence téléphonique ou audiovisuelle",
    "mixed": "en salle et par conférence téléphonique ou audiovisuelle",
    "written": "par échange d’écrits transmis par voie électronique",
}
ACTS = {
    "minutes.notes_begun": "Notes de séance prises sur {item}",
    "minutes.text_saved": "Texte du procès-verbal enregistré",
    "minutes.corrected": "Fait corrigé dans le procès-verbal, {label} : {reason}",
    "minutes.excused": "Membres excusés notés au procès-verbal",
    "minutes.disagreement_stated": "Mention d’un désaccord de {person} sur {item}",
    "minutes.disagreement_withdrawn": "Mention du désaccord de {person} sur {item} retirée",
    "minutes.submitted": "Procès-verbal soumis",
    "minutes.approved": "Procès-verbal approuvé",
    "minutes.finalised": "Procès-verbal définitif",
    "minutes.reopened": "Procès-verbal repris : {reason}",
    "minutes.transmitted": "Avis transmis à l’autorité compétente le {on}",
    "minutes.issued": "Relevé des avis et extraits demandés à la levée",
    "minutes.signature_added": "Procès-verbal signé, {role} : {signer}",
    "minutes.sealed": "Cachet du service sur le procès-verbal : {signer}",
    "minutes.signed": "Procès-verbal signé par tous les signataires",
    "minutes.stamped": "Procès-verbal horodaté, niveau {level}",
    "minutes.rectified": "Rectificatif n° {number} du procès-verbal ouvert : {reason}",
    "minutes.file_requested": "Document du procès-verbal demandé",
    "minutes.file_rendered": "Document du procès-verbal établi",
    "minutes.masked": "Mention occultée dans la version publiable (masque n° {masking})",
    "minutes.unmasked": "Mention laissée lisible dans la version publiable (masque n° {masking}) : {reason}",
    "minutes.access_ruled": "Accès à la version publiable décidé : {reason}",
    "minutes.published": "Version publiable du procès-verbal publiée : {reason}",
    "minutes.unpublished": "Version publiable du procès-verbal retirée de la page publique : {reason}",
    "minutes.paper_signature_added": "{paper} signé, {role} : {signer}",
    "minutes.paper_sealed": "Cachet du service sur un document signé à part : {paper}",
    "minutes.paper_signed": "{paper} signé par tous les signataires",
    "minutes.paper_stamped": "{paper} horodaté, niveau {level}",
}
TITLES = {
    "extract": "Extrait du procès-verbal",
    "opinions": "Relevé des avis",
    "annex": "Relevé nominatif des votes",
    "no_quorum": "Constat de carence",
    "publishable": "Version publiable du procès-verbal",
}
"""How the papers that stand beside the minutes begin their own title, a comma after it: what a checker knows them by."""

STATES = {
    "draft": "Projet",
    "submitted": "Projet soumis aux membres",
    "approved": "Approuvé",
    "final": "Définitif",
    "signed": "Signé",
}
BEFORE_APPROVAL = "AVANT APPROBATION DU PROCÈS-VERBAL"
MARKS = {"draft": "PROJET", "submitted": "PROJET", "approved": "PROJET", "final": "", "signed": ""}
RANKS = {"titular": "titulaire", "substitute": "supplée", "other": "sans nomination"}
PLACES = {"room": "salle", "video": "visioconférence", "telephone": "téléphone"}
MEMBER_STATES = {
    "represented": "mandat donné",
    "excused": "absence excusée",
    "absent": "absence",
    "vacant": "siège vacant",
}
MANDATE_ENDS = {"mandator_arrived": "le mandant a pris son siège", "withdrawn": "retiré par le mandant"}
CHOICES = {
    "for": "favorable",
    "against": "défavorable",
    "abstain": "abstention",
    "no_part": "ne prend pas part au vote",
    "none": "n’a pas voté",
}
CHANNELS = {
    "device": "vote sur appareil",
    "voice": "de vive voix",
    "show_of_hands": "à main levée",
    "sheet": "sur la feuille d’appel",
}
ITEM_STATES = {
    "pending": "Point non examiné",
    "in_hand": "Point en cours d’examen",
    "done": "",
    "adjourned": "Point ajourné",
    "withdrawn": "Point retiré de l’ordre du jour",
    "joined": "Point examiné avec un autre",
}
DECLARATIONS = {"for": "favorable", "against": "défavorable"}
BASES = {"expressed": "suffrages exprimés", "present": "membres présents ou représentés"}
LATE_DECISIONS = {
    "kept": "le président a maintenu le vote tel qu’il était",
    "recomputed": "le président a fait recalculer le vote",
    "pending": "la décision du président est attendue",
}
RULES = {
    "COM-1": "Séance tenue hors du mandat de la commission",
    "CNV-2": "Convocation reçue moins longtemps avant la séance que prévu (CRPA R133-8)",
    "CNV-8": "Demandeur non informé de la séance",
    "COM-4": "Présence d’une personne non nommée pour ce siège (CRPA R133-3)",
    "COM-5": "Suppléance que l’article R133-3 n’admet pas (CRPA R133-3)",
    "R133-10": "Présence à distance dans une séance tenue en salle (CRPA R133-10)",
    "ballot_kind": "Vote nominal dans une commission qui vote au scrutin secret",
    "list": "Clôture sans confirmation de la liste par une seconde personne",
    "item": "Vote prévu et non tenu",
}
DECISIONS = {
    ("ballot_kind", "secret"): "Vote à bulletins secrets dans une commission qui vote par nom",
    ("hearing", "overridden"): "Vote en présence de personnes entendues",
    ("sitting", "ended_early"): "Séance levée avant la fin de l’ordre du jour, points reportés {where} : {items}",
    ("agenda", "added"): "Point ajouté en séance",
    ("agenda", "moved"): "Ordre de passage changé : ce point passe au rang {place}",
    ("agenda", "split"): "Point {before}, « {title} », divisé en {labels}",
    ("agenda", "joined"): "Point joint au point {to}",
    ("agenda", "information"): "Point pris pour information, sans vote",
    ("agenda", "adjourned"): "Point ajourné",
    ("agenda", "withdrawn"): "Point retiré de l’ordre du jour",
    ("agenda", "reopened"): "Point repris",
    ("agenda", "put_back"): "Point appelé par erreur, remis parmi ceux à venir",
    ("agenda", "approved"): "Procès-verbal approuvé sans opposition",
}
FATES = {
    "cancelled": "annulé avant tout bulletin",
    "interrupted": "interrompu, ses bulletins n’étant pas comptés",
    "redone": "refait",
}
MOTION_KINDS = {"amendment": "Amendement", "reservation": "Réserve", "whole": "Ensemble du texte"}

# What is lacking, and what to do about it (LAW PV-1); {where} is an item's number or a person.
MISSING = {
    "sitting_open": ("La séance n’est pas levée.", "Levez-la dans la page de conduite."),
    "chair": ("Aucun président de séance n’est au registre.", "Le registre doit nommer qui a présidé (CRPA R133-13)."),
    "secretary": ("Le secrétaire de séance n’est pas nommé.", "Indiquez son nom et sa qualité."),
    "mode_decision": (
        "La décision du président de tenir une conférence n’est pas citée.",
        "Indiquez sa date et sa forme (ordonnance 2014-1329, art. 2).",
    ),
    "notice": ("La date d’envoi de la convocation n’est pas connue.", "Indiquez-la (CRPA R133-8)."),
    "quality": (
        "La qualité de {where} n’est pas connue.",
        "Indiquez-la : le procès-verbal donne le nom et la qualité des membres présents (CRPA R133-13).",
    ),
    "not_treated": ("Le point {where} n’a été ni traité, ni ajourné, ni retiré.", "Dites pourquoi dans son résumé."),
    "no_sense": (
        "Le point {where} n’a donné lieu à aucun vote.",
        "Dites dans son résumé quel est le sens de la délibération, ou pourquoi il n’y en a pas (CRPA R133-13).",
    ),
    "summary": ("Le résumé des débats du point {where} est vide.", "Écrivez-le, si un débat a eu lieu."),
}
NOTES_JOINED = spaced(
    "Un autre de vos appareils avait écrit entre-temps : les deux textes sont gardés, l’un après l’autre."
)


def decision_said(rule: str, decision: str, details: Mapping[str, object]) -> str:
    """Say what the chair decided, without the reason."""
    said = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in details.items()}
    return DECISIONS.get((rule, decision), RULES.get(rule, rule)).format_map(said)


def quorum_said(
    *,
    applies: bool,
    composing: int,
    required: int,
    counted: int,
    reached: bool,
    source: str,
    present: int,
    represented: int,
    recused: int,
    fallen: int,
    second_notice: bool,
    in_writing: bool = False,
) -> str:
    """Say a quorum and why, every figure named (LAW QUO-5, QUO-8)."""
    total = quorum_sum(
        present=present,
        represented=represented,
        recused=recused,
        fallen=fallen,
        counted=counted,
        composing=composing,
        in_writing=in_writing,
    )
    return quorum_sentence(
        total,
        required=required,
        reached=reached,
        source=source,
        second_notice=second_notice,
        exempt=not applies and not second_notice,
    )


def ways_said(*, device: int, hands: int, voices: int, sheets: int = 0) -> str:
    """Say how the votes came in: « 9 sur appareil, 2 de vive voix, 4 à main levée »."""
    parts = [
        (device, "sur appareil"),
        (voices, "de vive voix"),
        (hands, "à main levée"),
        (sheets, "sur la feuille d’appel"),
    ]
    said = [f"{number}\u00a0{way}" for number, way in parts if number]
    return ", ".join(said) if said else "aucun vote"


def sense_said(sense: str | None) -> str:
    """Say an outcome in one word or two."""
    return "aucun avis, faute de quorum" if sense is None else SENSES[sense]


def mandate_void(reason: str) -> str:
    """Say why a mandate did not count."""
    return MANDATES[reason]


def days_said(days: int) -> str:
    """Say how long before the sitting the notice left."""
    return f"{count(days, 'jour')} avant la séance"


def ledger_line(act: str, *, who: str, other: str, item: str, form: str, text: str, undone: str) -> str:
    """Say one line of the ledger, without its hour."""
    sentences = {
        "arrival": f"arrivée de {who}, {FORMS.get(form, '')}",
        "departure": f"départ de {who}",
        "mandate_given": f"mandat de {who} à {other}",
        "mandate_ended": f"fin du mandat de {who}",
        "recusal": f"retrait de {who} du point {item}",
        "recusal_ended": f"retour de {who} au point {item}",
        "chair": f"présidence de {who}",
        "guest_arrival": f"arrivée de {text}",
        "guest_departure": f"départ de {text}",
        "voided": f"annulation d’une inscription au registre ({undone})",
    }
    return elided(sentences[act])
