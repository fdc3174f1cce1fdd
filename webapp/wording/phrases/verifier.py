"""What the page that checks a file refuses; nothing is ever kept of the file."""

PHRASES = {
    "VerifierRefusal.FILE_MISSING": "Il manque le fichier. Choisissez le PDF à vérifier, puis recommencez.",
    "VerifierRefusal.TOO_OFTEN": "Trop de fichiers ont été vérifiés depuis le même endroit. Attendez une minute, puis recommencez.",
    "VerifierRefusal.BUSY": "D’autres fichiers sont en cours de vérification. Attendez un instant, puis recommencez.",
}
