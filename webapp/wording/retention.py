"""How long things are kept, what was erased, and what people ask of their data, in words."""

CATEGORIES = {
    "registrants": "Personnes inscrites",
    "sensitive": "Réponses sensibles",
    "presence": "Présence et attestations",
    "messages": "Messages des webinaires",
    "minutes": "Séances : procès-verbal",
    "file": "Séances : dossier",
    "proofs": "Séances : convocations et preuves",
    "connections": "Connexions",
}
FATES = {"eliminate": "Élimination", "keep": "Versement et conservation définitive"}
OF_SITTINGS = (
    "Rien ne part de soi-même : la durée échue permet d’éliminer, séance par séance, depuis la page de ses archives."
)
COVERS = {
    "registrants": "Noms, adresses, liens personnels, accompagnants, réponses, invitations, noms reçus de partenaires, présence. Au terme, l’inscription est anonymisée : les nombres restent.",
    "sensitive": "Besoins d’accessibilité et autres réponses marquées sensibles. Sans règle, un formulaire ne peut pas les demander.",
    "presence": "Qui est venu, les attestations, les feuilles de présence. Sans règle, tout part avec l’inscription ; avec une règle, une attestation attend son propre terme.",
    "minutes": "Le procès-verbal dans toutes ses versions, ses avis, ses résumés. Sans règle, il se conserve.",
    "file": "Les pièces examinées en séance, dans toutes leurs versions.",
    "proofs": "Convocations, accusés, réponses, papiers présentés, envois de la séance.",
    "connections": "Qui s’est connecté, sur quel appareil, de quand à quand ; la durée court de la fin de la connexion. Le journal dit combien sont effacées.",
    "messages": "Destinataire et texte des messages envoyés aux personnes inscrites. Ils partent au plus tard avec l’inscription.",
}
JOURNAL = "Le journal ne s’efface jamais ; il nomme le numéro d’une inscription, pas la personne."
ERASED = {
    "registrants": "Inscriptions anonymisées",
    "answers": "Réponses effacées",
    "sensitive": "Réponses sensibles effacées",
    "presence": "Présences effacées",
    "messages": "Messages effacés",
}
CAUSES = {"term": "Terme de la durée", "request": "Demande d’effacement acceptée"}
RIGHTS = {
    "access": "Accès (copie des données)",
    "rectification": "Rectification",
    "erasure": "Effacement",
    "objection": "Opposition",
}
WAYS = {"link": "Par le lien personnel", "desk": "Auprès d’un administrateur"}
REQUESTS = {"received": "À décider", "done": "Satisfaite", "refused": "Refusée"}
REQUEST_BADGES = {"received": "todo", "done": "done", "refused": "error"}
ACTS = {
    "retention.rule_adopted": "Durée de conservation adoptée ({category}) : {kept_days} jours, {rule}",
    "retention.registrants_erased": "Inscriptions anonymisées ({number}) : {rule}",
    "retention.answers_erased": "Réponses effacées ({number}) : {rule}",
    "retention.sensitive_erased": "Réponses sensibles effacées ({number}) : {rule}",
    "retention.presence_erased": "Présences effacées ({number}) : {rule}",
    "retention.connections_erased": "Connexions effacées ({number}) : {rule}",
    "retention.messages_erased": "Messages effacés ({number}) : {rule}",
    "rights.access": "Demande d’accès reçue et satisfaite",
    "rights.rectification": "Demande de rectification reçue et satisfaite",
    "rights.erasure": "Demande d’effacement reçue",
    "rights.objection": "Demande d’opposition reçue",
    "rights.accepted": "Demande acceptée : {right}",
    "rights.refused": "Demande refusée : {right}",
}
