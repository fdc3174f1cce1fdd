"""What the journal says of committees, their seats and their members."""

ACTS = {
    "committee.created": "Commission {code} créée",
    "committee.renamed": "Commission {former} renommée {name}",
    "committee.settings_changed": "Réglages de {subject} changés",
    "committee.composition_explained": "Composition de {subject} justifiée : {reason}",
    "committee.term_added": "Arrêté enregistré pour {subject} : {appointing_act}",
    "college.added": "Collège « {name} » ajouté",
    "college.removed": "Collège « {name} » retiré",
    "seat.added": "Siège « {label} » ajouté",
    "seat.described": "Siège décrit autrement",
    "seat.closed": "Siège « {label} » fermé",
    "appointment.made": "{name} : nomination au siège « {seat_label} »",
    "appointment.replaced": "{name} remplace {replaces} au siège « {seat_label} »",
    "appointment.ended": "{name} : fin de mandat, {reason}",
    "roster.imported": "Liste de membres importée dans {subject} : {accepted} lignes reprises, {rejected} rejetées",
    "roster.undone": "Import d’une liste de membres annulé dans {subject} : {removed} nominations retirées, {restored} remises comme avant",
}
