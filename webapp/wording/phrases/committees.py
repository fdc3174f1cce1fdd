"""What is said when a committee, its settings, its seats or its appointments may not be so, and what deserves attention."""

from typing import Final

PHRASES: Final[dict[str, str]] = {
    "CommitteeRefusal.CODE_MISSING": "Donnez un sigle à la commission, par exemple « CODERST ».",
    "CommitteeRefusal.CODE_INVALID": (
        "Le sigle ne contient que des lettres sans accent, des chiffres et des tirets, 20 au plus, par exemple « CODERST »."
    ),
    "CommitteeRefusal.CODE_TAKEN": "Une commission porte déjà le sigle « {code} ». Choisissez-en un autre.",
    "CommitteeRefusal.NAME_MISSING": "Le nom manque. Écrivez-le en toutes lettres.",
    "CommitteeRefusal.TEXT_TOO_LONG": "Ce texte dépasse {limit} signes. Abrégez-le.",
    "CommitteeRefusal.NO_SUCH_CODE": "Aucune commission n’a le sigle « {code} ». Vérifiez-le dans la liste des commissions.",
    "CommitteeRefusal.UNKNOWN_COMMITTEE": "Cette commission n’existe pas. Choisissez-la dans la liste des commissions.",
    "CommitteeRefusal.UNKNOWN_TEMPLATE": "Ce modèle de commission n’existe pas. Choisissez-en un dans la liste.",
    "CommitteeRefusal.FORMATION_OF_FORMATION": (
        "Une formation spécialisée dépend d’une commission, non d’une autre formation (CSP R1416-5). "
        "Créez-la depuis la commission elle-même."
    ),
    "CommitteeRefusal.SETTING_UNKNOWN": "Le réglage « {name} » n’existe pas.",
    "CommitteeRefusal.SETTING_INVALID": "« {label} » attend : {allowed}.",
    "CommitteeRefusal.SETTINGS_UNREADABLE": "Les réglages reçus sont illisibles. Rechargez la page, puis recommencez.",
    "CommitteeRefusal.TERM_ACT_MISSING": "Nommez l’arrêté qui nomme, renouvelle ou proroge la commission, avec sa date.",
    "CommitteeRefusal.TERM_DATES_MISSING": "Donnez le premier et le dernier jour du mandat de la commission.",
    "CommitteeRefusal.TERM_DATES_REVERSED": "Le mandat finit avant de commencer. Corrigez l’une des deux dates.",
    "CommitteeRefusal.NO_TERM": (
        "Aucun arrêté de nomination n’est enregistré : la commission ne peut pas siéger. "
        "Enregistrez-le dans la page « Mandats de la commission »."
    ),
    "CommitteeRefusal.OUT_OF_TERM": (
        "Le {day}, la commission n’a pas de mandat : « {act} » va du {starts_on} au {ends_on}. "
        "Enregistrez l’acte de renouvellement ou de prorogation, ou changez la date."
    ),
    "CommitteeRefusal.COMPOSITION_DIFFERS": (
        "La composition compterait {total} sièges, alors que le texte en fixe {expected} ({article}). "
        "Si c’est voulu, écrivez-en la raison : elle sera conservée."
    ),
    "CommitteeRefusal.COMPOSITION_REASON_MISSING": "Écrivez pourquoi la composition n’est pas celle du texte.",
    "CommitteeRefusal.COLLEGE_NAME_MISSING": "Donnez un nom au collège.",
    "CommitteeRefusal.COLLEGE_TAKEN": "Le collège « {name} » existe déjà dans cette commission.",
    "CommitteeRefusal.UNKNOWN_COLLEGE": "Ce collège n’existe pas dans cette commission.",
    "CommitteeRefusal.COLLEGE_OCCUPIED": (
        "Le collège « {name} » a eu des sièges : il reste, pour que les anciens procès-verbaux demeurent exacts."
    ),
    "CommitteeRefusal.COLLEGE_FULL": (
        "Tous les sièges du collège « {college} » sont pourvus ({seats}). Mettez fin au mandat de la personne remplacée, "
        "ou ajoutez un siège en écrivant la raison d’une autre composition."
    ),
    "CommitteeRefusal.UNKNOWN_SEAT": "Ce siège n’existe pas dans cette commission.",
    "CommitteeRefusal.SEAT_LABEL_MISSING": "Donnez un nom au siège, par exemple « Maire, association des maires ».",
    "CommitteeRefusal.SEAT_CLOSED": "Le siège « {label} » est fermé depuis le {day}.",
    "CommitteeRefusal.SEAT_OCCUPIED": (
        "{name} occupe encore le siège « {label} » après ce jour. Mettez d’abord fin à son mandat."
    ),
    "CommitteeRefusal.CHAIR_EXISTS": "La commission a déjà un siège de président. Fermez-le avant d’en ouvrir un autre.",
    "CommitteeRefusal.SEAT_TAKEN": (
        "{name} est déjà titulaire du siège « {label} » pendant cette période : un siège n’a qu’un titulaire. "
        "Mettez fin à son mandat ou remplacez cette personne."
    ),
    "CommitteeRefusal.UNKNOWN_PERSON": "Cette personne n’est pas connue ici. Choisissez-la dans la liste ou créez-la.",
    "CommitteeRefusal.PERSON_ALREADY_SEATED": (
        "{name} est déjà titulaire d’un autre siège de cette commission pendant cette période : "
        "une personne n’occupe qu’un siège. Mettez d’abord fin à ce mandat."
    ),
    "CommitteeRefusal.PERSON_ALREADY_APPOINTED": "{name} siège déjà à cette place pendant cette période.",
    "CommitteeRefusal.UNKNOWN_APPOINTMENT": "Ce mandat n’existe pas dans cette commission.",
    "CommitteeRefusal.APPOINTMENT_ENDED": "Le mandat de {name} a déjà pris fin le {day}.",
    "CommitteeRefusal.APPOINTMENT_DATES_REVERSED": "Le mandat finit avant de commencer. Corrigez l’une des deux dates.",
    "CommitteeRefusal.NOTHING_TO_REPLACE": (
        "Le mandat de {name} ne court plus à cette date, ou n’a pas encore commencé : il n’y a rien à achever (CRPA R133-4). "
        "Changez la date, ou nommez la personne pour un nouveau mandat."
    ),
    "CommitteeRefusal.END_REASON_MISSING": "Écrivez le motif : décès, démission ou perte de la qualité (CRPA R133-4).",
    "CommitteeRefusal.SUBSTITUTE_OF_QUALIFIED": (
        "Une personnalité qualifiée ne peut pas être suppléée (CRPA R133-3, 3°), sauf si le texte de la commission le permet : "
        "voyez le réglage « Les personnalités qualifiées peuvent avoir un suppléant »."
    ),
    "CommitteeRefusal.SUBSTITUTE_OF_OTHER_ASSEMBLY": (
        "Un élu n’est suppléé que par un élu de la même assemblée (CRPA R133-3, 2°), "
        "à moins que l’arrêté de nomination ne désigne ce suppléant."
    ),
    "CommitteeRefusal.SUBSTITUTE_OF_OTHER_BODY": (
        "Le représentant d’un organisme n’est suppléé que par une personne du même organisme (CRPA R133-3), "
        "à moins que l’arrêté de nomination ne désigne ce suppléant."
    ),
    "CommitteeRefusal.SUBSTITUTE_OF_OTHER_SERVICE": (
        "Qui siège à raison de ses fonctions n’est suppléé que par une personne du même service (CRPA R133-3, 1°), "
        "à moins que l’arrêté de nomination ne désigne ce suppléant."
    ),
    "CommitteeRefusal.NOT_APPOINTED": (
        "Cette personne n’est pas nommée à la date du {day} : elle peut assister, mais non voter (CRPA R133-3 et R133-4)."
    ),
    "CommitteeRefusal.TITULAR_NOT_FOUND": (
        "« {name} » n’est pas un titulaire de la commission. Écrivez le nom du titulaire comme dans sa propre ligne, "
        "ou ajoutez d’abord cette ligne."
    ),
    "CommitteeRefusal.TITULAR_NOT_SAID": (
        "On ne sait pas qui cette personne supplée. Ajoutez une colonne « Suppléant de » avec le nom du titulaire."
    ),
    "CommitteeRefusal.ROSTER_CHANGED": (
        "La commission a changé depuis l’aperçu, qui vient d’être recalculé. Relisez-le, puis confirmez."
    ),
    "CommitteeRefusal.UNKNOWN_IMPORT": "Cet import n’est pas de cette commission.",
    "CommitteeRefusal.IMPORT_USED": (
        "Cet import ne s’annule plus : il a servi depuis ({act}, le {day}). Corrigez la composition siège par siège."
    ),
    "CommitteeRefusal.IMPORT_CHANGED_SINCE": (
        "Cet import ne s’annule plus : {what} a été modifié depuis. "
        "Annulez d’abord l’import suivant, ou corrigez la composition siège par siège."
    ),
    "CommitteeRefusal.IMPORT_PEOPLE_IN_USE": (
        "Cet import ne s’annule plus : une personne ou un siège de cette liste a déjà servi "
        "(un accès, un rôle, un message, une séance ou une répétition). Corrigez la composition siège par siège."
    ),
    "CommitteeWarning.NO_PHYSICIAN": (
        "Aucun siège de personnalité qualifiée n’est occupé par un médecin, alors qu’il en faut un au moins "
        "(CSP R1416-2, 4°). La commission peut siéger ; pourvoyez le siège dès que possible."
    ),
    "CommitteeWarning.NO_CHAIR": "Aucun siège n’est celui du président. Ajoutez-le, ou la voix prépondérante ne jouera pas.",
    "CommitteeWarning.COLLEGE_COUNT": "Le collège « {college} » compte {found} sièges ; son texte en prévoit {expected}.",
    "CommitteeWarning.SEATS_VACANT": (
        "Sièges vacants : {vacant}. Ils comptent dans l’effectif du quorum, sauf réglage contraire (CRPA R133-10)."
    ),
    "CommitteeWarning.NO_TERM_TODAY": (
        "Aucun arrêté de nomination ne couvre ce jour : aucune séance ne peut s’y tenir."
    ),
    "CommitteeWarning.TERM_ENDS_SOON": "Le mandat de la commission prend fin le {ends_on}. Préparez le renouvellement.",
    "CommitteeWarning.SUBSTITUTE_AGAINST_R133_3": (
        "{substitute}, qui supplée {titular}, n’est pas du même organisme ou de la même assemblée : l’arrêté qui le nomme "
        "l’emporte d’ordinaire, mais le texte commun dit autrement (CRPA R133-3)."
    ),
}
