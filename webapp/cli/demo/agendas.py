"""What the fictitious committees deliberate on: items, with the texts put to the vote in their order."""

from datetime import datetime

from webapp.audit.model import By
from webapp.kernel.models import frozen
from webapp.meetings import queries as meetings
from webapp.meetings.rules.notice import applicant_to_inform
from webapp.meetings.service import agenda, receptions
from webapp.meetings.sitting import ItemDraft, ItemKind, MotionDraft, MotionKind
from webapp.storage.database import Database
from webapp.wording import dates

WATER = "Code de l’environnement, R181-39"
INSTALLATIONS = "Code de l’environnement, R512-46-17"
DREAL, DDT, ARS = "DREAL, unité départementale", "DDT, service eau et environnement", "Agence régionale de santé"


@frozen
class Subject:
    """One item of an agenda with its motions; none for an information item."""

    item: ItemDraft
    motions: tuple[MotionDraft, ...] = ()


@frozen
class Entered:
    """The numbers of an item and of its motions, once in the agenda."""

    item: int
    motions: tuple[int, ...]


def _whole(title: str, *articles: str) -> MotionDraft:
    return MotionDraft(kind=MotionKind.WHOLE, title=title, text="\n".join(articles))


MINUTES = Subject(
    item=ItemDraft(
        title="Approbation du procès-verbal de la séance précédente",
        legal_basis="Code des relations entre le public et l’administration, R133-13",
        mandatory=False,
        rapporteur="Secrétariat du conseil",
    ),
    motions=(_whole("Procès-verbal", "Le procès-verbal de la séance précédente est approuvé."),),
)
FARM = Subject(
    item=ItemDraft(
        title="Extension d’un élevage porcin",
        commune="Saint-Exemple-sur-Rivière",
        applicant="GAEC des Trois Songes",
        legal_basis=INSTALLATIONS,
        rapporteur="DDPP, service santé et protection animales",
    ),
    motions=(
        MotionDraft(
            kind=MotionKind.AMENDMENT,
            title="Ramener l’épandage à 140 kg par hectare",
            text="Article 1er. L’effectif de l’élevage est porté à 2 400 animaux.\n"
            "Article 2. L’épandage est limité à 140 kg d’azote par hectare et par an.\n"
            "Article 3. Le présent arrêté est notifié au pétitionnaire.",
        ),
        _whole(
            "Projet d’arrêté portant enregistrement de l’élevage",
            "Article 1er. L’effectif de l’élevage est porté à 2 400 animaux.",
            "Article 2. L’épandage est limité à 170 kg d’azote par hectare et par an.",
            "Article 3. Le présent arrêté est notifié au pétitionnaire.",
        ),
    ),
)
SPRING = Subject(
    item=ItemDraft(
        title="Périmètres de protection du captage de la Source-Claire",
        commune="Roche-Inventée",
        applicant="Syndicat des eaux du Val-Imaginaire",
        legal_basis="Code de la santé publique, L1321-2 et R1321-8",
        rapporteur=ARS,
    ),
    motions=(
        _whole(
            "Projet d’arrêté de protection du captage",
            "Article 1er. Les périmètres immédiat, rapproché et éloigné sont ceux du plan annexé.",
            "Article 2. Tout dépôt d’hydrocarbures est interdit dans le périmètre rapproché.",
        ),
    ),
)
REPORT = Subject(
    item=ItemDraft(
        title="Bilan annuel de l’inspection des installations classées",
        kind=ItemKind.INFORMATION,
        legal_basis="Code de l’environnement, L171-6",
        mandatory=False,
        rapporteur=DREAL,
    )
)
QUARRY = Subject(
    item=ItemDraft(
        title="Renouvellement d’une carrière de calcaire",
        commune="Mont-Songeur",
        applicant="Carrières du Mont-Songeur",
        legal_basis=WATER,
        rapporteur=DREAL,
    ),
    motions=(
        _whole(
            "Projet d’arrêté d’autorisation",
            "Article 1er. L’exploitation est autorisée pour quinze ans.",
            "Article 2. Les tirs de mines ont lieu entre 10 h et 16 h, les jours ouvrés.",
        ),
    ),
)
SEWAGE = Subject(
    item=ItemDraft(
        title="Rejet de la station d’épuration intercommunale",
        commune="Lac-Rêvé",
        applicant="Communauté de communes des Lacs",
        legal_basis=WATER,
        rapporteur=DDT,
    ),
    motions=(
        _whole(
            "Projet d’arrêté complémentaire",
            "Article 1er. La concentration en phosphore du rejet ne dépasse pas 1 mg par litre.",
            "Article 2. Un suivi mensuel est transmis au service de police de l’eau.",
        ),
    ),
)
FACTORY = Subject(
    item=ItemDraft(
        title="Prescriptions complémentaires pour l’usine de Bourg-Fictif",
        commune="Bourg-Fictif",
        applicant="Société Rouages et Compagnie",
        legal_basis="Code de l’environnement, R181-45",
        mandatory=False,
        rapporteur=DREAL,
    ),
    motions=(
        _whole(
            "Projet d’arrêté complémentaire",
            "Article 1er. L’exploitant remet une étude de réduction de ses émissions sous six mois.",
            "Article 2. Les rejets atmosphériques sont mesurés en continu.",
        ),
    ),
)
HOUSING = Subject(
    item=ItemDraft(
        title="Insalubrité d’un immeuble, 4 rue des Brumes",
        commune="Bourg-Fictif",
        legal_basis="Code de la construction et de l’habitation, L511-10",
        rapporteur=ARS,
    ),
    motions=(
        _whole(
            "Projet d’arrêté de traitement de l’insalubrité",
            "Article 1er. Les travaux mettant fin à l’insalubrité sont exécutés sous un an.",
            "Article 2. Le logement est interdit à l’habitation jusqu’à leur achèvement.",
        ),
    ),
)
TURBINES = Subject(
    item=ItemDraft(
        title="Parc de trois éoliennes, insertion dans le paysage",
        commune="Lac-Rêvé",
        applicant="Vents du Val",
        legal_basis="Code de l’environnement, R341-16",
        rapporteur=DREAL,
    ),
    motions=(_whole("Projet d’avis", "La commission est favorable au projet, sous réserve du plan de plantation."),),
)
MAST = Subject(
    item=ItemDraft(
        title="Pylône de téléphonie mobile sur la crête des Brumes",
        commune="Mont-Songeur",
        applicant="Ondes du Val",
        legal_basis="Code de l’environnement, L341-10",
        rapporteur=DDT,
    ),
    motions=(
        _whole("Projet d’avis", "La commission est favorable au projet, sous réserve d’un mât en treillis gris vert."),
    ),
)

CODERST = (MINUTES, FARM, SPRING, REPORT, QUARRY, SEWAGE, FACTORY, HOUSING)


def write(
    db: Database, meeting_id: int, subjects: tuple[Subject, ...], *, by: By, now: datetime
) -> tuple[Entered, ...]:
    """Enter items and their motions in the agenda of a sitting being prepared."""
    entered = []
    for subject in subjects:
        item = agenda.add_item(db, meeting_id, subject.item, by=by, now=now)
        motions = tuple(agenda.add_motion(db, meeting_id, item, motion, by=by, now=now) for motion in subject.motions)
        inform(db, meeting_id, item, by=by, now=now)
        entered.append(Entered(item=item, motions=motions))
    return tuple(entered)


def inform(db: Database, meeting_id: int, item_id: int, *, by: By, now: datetime) -> None:
    """Note that the applicant was told of the sitting, where the law wants it (LAW CNV-8)."""
    item = meetings.find_item(db, meeting_id, item_id)
    if item is not None and applicant_to_inform(item):
        told = "Lettre recommandée : jour, heure et lieu de la séance"
        receptions.inform_applicant(db, meeting_id, item_id, on=dates.in_paris(now).date(), of=told, by=by, now=now)
