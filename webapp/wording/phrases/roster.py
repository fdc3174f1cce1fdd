"""What is said of a file that is no roster, and of each faulty cell of one that is."""

from typing import Final

PHRASES: Final[dict[str, str]] = {
    "RosterRefusal.EMPTY_FILE": "Le fichier est vide. Choisissez le tableau des membres (CSV, XLSX ou ODS).",
    "RosterRefusal.TOO_LARGE": (
        "Le fichier dépasse {limit} Mo. Enregistrez seulement la feuille des membres, sans image, puis recommencez."
    ),
    "RosterRefusal.NOT_A_SPREADSHEET": (
        "« {filename} » n’est pas un tableau, quel que soit son nom. "
        "Ouvrez-le dans votre tableur et enregistrez-le au format XLSX, ODS ou CSV."
    ),
    "RosterRefusal.OLD_WORKBOOK": (
        "« {filename} » est un ancien classeur, d’un format qui n’est pas lu ici. "
        "Ouvrez-le dans votre tableur et enregistrez-le au format XLSX, ODS ou CSV."
    ),
    "RosterRefusal.ENCRYPTED": (
        "« {filename} » est protégé par un mot de passe. Enregistrez-en une copie sans mot de passe, puis recommencez."
    ),
    "RosterRefusal.BROKEN": (
        "« {filename} » est abîmé ou incomplet. Ouvrez-le dans votre tableur, enregistrez-le de nouveau, puis recommencez."
    ),
    "RosterRefusal.ZIP_BOMB": (
        "« {filename} » contient, une fois décompressé, bien plus de données qu’un tableau de membres. "
        "Enregistrez seulement la feuille des membres dans un nouveau classeur."
    ),
    "RosterRefusal.DANGEROUS_XML": (
        "« {filename} » contient des déclarations (DOCTYPE ou ENTITY) qu’aucun tableur n’écrit : il n’est pas lu. "
        "Recopiez les membres dans un nouveau classeur."
    ),
    "RosterRefusal.TOO_MANY_ROWS": (
        "Le tableau dépasse {limit} lignes de membres. "
        "Supprimez les lignes qui ne concernent pas cette commission, puis recommencez."
    ),
    "RosterRefusal.TOO_MANY_COLUMNS": (
        "Le tableau dépasse {limit} colonnes. Gardez les colonnes qui décrivent les membres, puis recommencez."
    ),
    "RosterRefusal.NO_HEADER": (
        "Aucune ligne de titres n’a été trouvée. La première ligne du tableau doit nommer les colonnes, "
        "au moins « Nom » et « Collège »."
    ),
    "RosterRefusal.NO_NAME_COLUMN": (
        "Aucune colonne ne donne le nom des membres. "
        "Nommez-la « Nom » (avec « Prénom ») ou « Nom et prénom » sur la ligne de titres."
    ),
    "RosterRefusal.NO_COLLEGE_COLUMN": (
        "Aucune colonne ne donne le collège des membres. Ajoutez une colonne « Collège » et remplissez-la."
    ),
    "RosterRefusal.NO_ROWS": "La ligne de titres n’est suivie d’aucun membre. Remplissez le tableau, une ligne par membre.",
    "RosterRefusal.UNCLOSED_QUOTE": (
        "Un guillemet ouvert à la ligne {row} n’est jamais refermé : la suite du fichier serait perdue. "
        "Corrigez cette ligne ou enregistrez le tableau au format XLSX ou ODS."
    ),
    "CellFault.MISSING_NAME": "Il manque le nom. Écrivez le nom de la personne, ou supprimez la ligne.",
    "CellFault.MISSING_COLLEGE": "Il manque le collège. Écrivez le collège où siège cette personne.",
    "CellFault.UNKNOWN_COLLEGE": (
        "« {value} » n’est pas un collège de cette commission. Écrivez l’un de ceux-ci : {known}."
    ),
    "CellFault.EMAIL_WITHOUT_AT": "« {value} » n’est pas une adresse électronique : il y manque « @ ». Corrigez-la ou videz la cellule.",
    "CellFault.EMAIL_MALFORMED": (
        "« {value} » n’est pas une adresse électronique. Écrivez-la comme « prenom.nom@exemple.fr » ou videz la cellule."
    ),
    "CellFault.SEVERAL_EMAILS": "« {value} » contient plusieurs adresses. Gardez-en une seule.",
    "CellFault.NOT_A_DATE": "« {value} » n’est pas une date. Écrivez-la comme 31/12/2026 ou videz la cellule.",
    "CellFault.END_BEFORE_START": (
        "La fin du mandat ({end}) précède son début ({start}). Corrigez l’une des deux dates."
    ),
    "CellFault.UNKNOWN_ROLE": "« {value} » ne dit pas si la personne est titulaire ou suppléante. Écrivez « titulaire » ou « suppléant ».",
    "CellFault.UNKNOWN_SEAT_TYPE": (
        "« {value} » n’est pas un type de siège. "
        "Écrivez « fonction », « électif », « organisme » ou « personnalité qualifiée »."
    ),
    "CellFault.NOT_YES_OR_NO": "« {value} » n’est ni oui ni non. Écrivez « oui » ou « non », ou videz la cellule.",
    "CellFault.HOLDER_OF_A_TITULAR": (
        "Cette personne est dite titulaire et suppléante de « {value} ». Écrivez « suppléant » ou videz cette cellule."
    ),
    "CellFault.MANGLED_PHONE": (
        "Le tableur a perdu des chiffres de ce numéro (« {value} »). Mettez la cellule au format Texte et écrivez-le de nouveau."
    ),
    "CellFault.SEVERAL_PEOPLE": "« {value} » nomme plusieurs personnes. Écrivez une ligne par personne.",
    "CellFault.NOT_A_NAME": (
        "« {value} » ne nomme personne. Écrivez le nom de qui siège ; sa fonction va dans la colonne « Qualité »."
    ),
    "CellFault.MORE_THAN_A_NAME": (
        "« {value} » dit plus qu’un nom. Écrivez le nom seul ; ce que dit la parenthèse va dans une autre colonne."
    ),
    "CellFault.VACANT_SEAT": "Le siège est vacant : il n’y a personne à importer. Écrivez un nom, ou supprimez la ligne.",
    "CellFault.TOO_LONG": "Cette cellule dépasse {limit} caractères. Abrégez-la.",
    "CellFault.FORMULA_WITHOUT_RESULT": (
        "La formule de cette cellule n’a pas de résultat. Remplacez-la par sa valeur."
    ),
    "CellFault.TWICE": (
        "Cette personne figure déjà en {first}, au même titre. "
        "Supprimez l’une des deux lignes, ou distinguez-les par l’organisme ou le courriel."
    ),
}
