"""What the reference sitting deliberates on: eight items, of which one is for information and one has three votes."""

from dataclasses import field

from webapp.kernel.models import frozen
from webapp.meetings.sitting import ItemDraft, ItemKind, MotionKind


@frozen
class Point:
    """An item of the agenda and its motions: (kind, title, text)."""

    draft: ItemDraft
    motions: tuple[tuple[MotionKind, str, str], ...] = field(default=())


def _whole(text: str) -> tuple[MotionKind, str, str]:
    return (MotionKind.WHOLE, "Ensemble du texte", text)


ENVIRONMENT = "code de l’environnement, article R181-39"
HEALTH = "code de la santé publique, article R1321-7"
AGENDA = (
    Point(
        draft=ItemDraft(
            kind=ItemKind.INFORMATION,
            title="Bilan de l’inspection des installations classées pour 2025",
            legal_basis="code de l’environnement, article R181-39",
            mandatory=False,
            rapporteur="Mme Céleste Vaudargent, unité départementale de la DREAL",
        )
    ),
    Point(
        draft=ItemDraft(
            title="Extension d’un élevage porcin",
            commune="Roche-Inventée",
            applicant="GAEC des Trois-Nuages",
            legal_basis=ENVIRONMENT,
            mandatory=False,
            rapporteur="M. Fabien Sautegrive, DDPP",
        ),
        motions=(
            (
                MotionKind.AMENDMENT,
                "Distance d’épandage",
                "À l’article 7, la distance d’épandage est portée de 50 à 100 mètres des habitations.",
            ),
            (
                MotionKind.RESERVATION,
                "Suivi des odeurs",
                "L’avis est rendu sous réserve de la remise, chaque année, d’un relevé des odeurs établi avec les riverains.",
            ),
            _whole(
                "La commission émet un avis favorable au projet d’arrêté, dont l’article 7 porte la distance d’épandage "
                "à 100 mètres des habitations, et sous réserve de la remise d’un relevé annuel des odeurs."
            ),
        ),
    ),
    Point(
        draft=ItemDraft(
            title="Périmètres de protection du captage de la Source-Bleue",
            commune="Bourg-Fictif",
            applicant="Syndicat des eaux du Val-Imaginaire",
            legal_basis=HEALTH,
            rapporteur="M. Nathanaël Clairsource, agence régionale de santé",
        ),
        motions=(_whole("La commission émet un avis favorable au projet d’arrêté de protection du captage."),),
    ),
    Point(
        draft=ItemDraft(
            title="Autorisation d’une installation de tri de déchets",
            commune="Lac-Rêvé",
            applicant="Société Tri-Clair",
            legal_basis=ENVIRONMENT,
            mandatory=False,
            rapporteur="Mme Céleste Vaudargent, unité départementale de la DREAL",
        ),
        motions=(_whole("La commission émet un avis favorable à l’autorisation de l’installation."),),
    ),
    Point(
        draft=ItemDraft(
            title="Prescriptions complémentaires à une carrière",
            commune="Mont-Songeur",
            applicant="Carrières du Mont-Songeur",
            legal_basis=ENVIRONMENT,
            mandatory=False,
            rapporteur="Mme Céleste Vaudargent, unité départementale de la DREAL",
        ),
        motions=(_whole("La commission émet un avis favorable aux prescriptions complémentaires proposées."),),
    ),
    Point(
        draft=ItemDraft(
            title="Ouverture d’une zone de baignade",
            commune="Lac-Rêvé",
            applicant="Commune de Lac-Rêvé",
            legal_basis="code de la santé publique, article L1332-1",
            mandatory=False,
            rapporteur="M. Nathanaël Clairsource, agence régionale de santé",
        ),
        motions=(_whole("La commission émet un avis favorable à l’ouverture de la zone de baignade."),),
    ),
    Point(
        draft=ItemDraft(
            title="Rejet des eaux traitées d’une fromagerie",
            commune="Bourg-Fictif",
            applicant="Fromagerie de la Brume",
            legal_basis=ENVIRONMENT,
            mandatory=False,
            rapporteur="Mme Delphine Grivesaule, DDT",
        ),
        motions=(_whole("La commission émet un avis favorable au rejet, dans les limites du projet d’arrêté."),),
    ),
    Point(
        draft=ItemDraft(
            title="Traitement d’un immeuble insalubre",
            commune="Roche-Inventée",
            applicant="",
            legal_basis="code de la construction et de l’habitation, article L511-11",
            rapporteur="M. Nathanaël Clairsource, agence régionale de santé",
        ),
        motions=(_whole("La commission émet un avis favorable au projet d’arrêté de traitement de l’insalubrité."),),
    ),
)
