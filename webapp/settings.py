"""Typed settings, read once from instance/settings.toml; the manual's reference page is held to `KEYS` by a test."""

import os
import tomllib
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class SettingsError(Exception):
    """The settings file cannot be used; the message says which key and what to write instead."""


def _key(meaning: str, default: Any) -> Any:
    """Declare a key with its French sentence, printed in the file made at first start and in the manual."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The instance's settings; attributes below are the keys of the file."""

    instance: Path = field(default=Path("instance"), metadata={"meaning": None})
    session_key: str = field(default="", metadata={"meaning": None}, repr=False)
    link_key: str = field(default="", metadata={"meaning": None}, repr=False)
    mark: str = _key("Nature de l’instance : « production », « demo » ou « test ».", "production")
    prefecture: str = _key("Nom de la préfecture, en tête des pages et des procès-verbaux.", "Préfecture")
    public_address: str = _key(
        "Adresse par laquelle les membres joignent le service ; les liens imprimés et les codes QR en partent.",
        "http://127.0.0.1:8017",
    )
    host: str = _key("Adresse d’écoute du serveur.", "127.0.0.1")
    port: int = _key("Port d’écoute du serveur.", 8017)
    secure_cookies: bool = _key(
        "N’envoyer les cookies qu’en HTTPS ; ils le sont toujours quand l’adresse publique commence par https.", False
    )
    trusted_proxies: int = _key("Nombre de serveurs mandataires de confiance devant l’application (0 ou 1).", 0)
    threads: int = _key("Fils d’exécution du serveur ; chaque page ouverte en direct en occupe un.", 800)
    streams: int = _key(
        "Nombre de pages suivies en direct à la fois ; au-delà, elles s’actualisent toutes les 10 s.", 750
    )
    session_hours: int = _key("Durée d’une connexion sans activité, en heures.", 12)
    slip_days: int = _key("Durée de validité d’un bulletin d’accès imprimé, en jours.", 30)
    link_days: int = _key("Durée de validité d’un lien d’accès envoyé par courriel, en jours.", 15)
    smtp_host: str = _key("Relais de messagerie ; sans lui, les messages attendent et s’impriment.", "")
    smtp_port: int = _key("Port du relais : 25, 587 avec « starttls », 465 avec « tls ».", 25)
    smtp_security: str = _key(
        "Chiffrement vers le relais : « starttls », « tls », ou rien. Un relais qui ne l’offre pas ne reçoit rien.", ""
    )
    smtp_user: str = _key("Identifiant auprès du relais ; son mot de passe est dans le fichier keys/smtp_password.", "")
    smtp_from: str = _key(
        "Adresse d’où partent les messages, avec un nom s’il le faut : « Secrétariat <secretariat@prefecture.example> ».",
        "",
    )
    bbb_address: str = _key(
        "Adresse du serveur BigBlueButton : « https://visio.prefecture.example/bigbluebutton/ » ; vide, il n’y en a pas. Son secret est dans le fichier keys/bbb_secret.",
        "",
    )
    bbb_checksum: str = _key(
        "Empreinte qui signe les appels à BigBlueButton : « sha256 », « sha512 » ou « sha1 ».", "sha256"
    )
    room_test_address: str = _key("Page d’essai de la visioconférence, proposée par « Mon poste » ; vide, aucune.", "")
    upload_megabytes: int = _key("Taille maximale d’un fichier déposé, en mégaoctets.", 25)
    deposit_reminder_days: int = _key("Rappel au service rapporteur, en jours avant le dernier jour du dépôt.", 5)
    document_megabytes: int = _key("Taille maximale d’une pièce du dossier de séance, en mégaoctets.", 100)
    signups_per_minute: int = _key(
        "Inscriptions à des webinaires reçues d’une même adresse réseau en une minute ; au-delà, on attend. Une passerelle"
        " partagée par une préfecture compte pour une adresse.",
        600,
    )
    timestamp_address: str = _key(
        "Autorité d’horodatage des signatures (RFC 3161), par son adresse http(s) ; sans elle, les signatures restent au niveau B-B.",
        "",
    )
    revocation_fetch: bool = _key(
        "Demander aux adresses que portent les certificats reconnus (OCSP, listes de révocation, en HTTP) s’ils sont révoqués, quand on signe et qu’on horodate.",
        False,
    )
    clock_offset_file: str = _key(
        "Fichier contenant un décalage d’horloge en secondes ; refusé si l’instance n’est ni « demo » ni « test ».", ""
    )

    @property
    def database(self) -> Path:
        return self.instance / "collegiale.db"

    @property
    def files(self) -> Path:
        return self.instance / "files"

    @property
    def sends_mail(self) -> bool:
        """Whether messages leave this machine: a relay is named, and this is no demonstration."""
        return bool(self.smtp_host) and self.mark != "demo"

    @property
    def smtp_password(self) -> str:
        """Read the relay's password, each time it is needed and from its own file alone."""
        file = self.instance / "keys" / "smtp_password"
        return file.read_text(encoding="utf-8").strip() if file.exists() else ""

    @property
    def bbb_secret(self) -> str:
        """Read BigBlueButton's shared secret, each time it is needed and from its own file alone."""
        file = self.instance / "keys" / "bbb_secret"
        return file.read_text(encoding="utf-8").strip() if file.exists() else ""

    @property
    def sharing_key(self) -> str:
        """Read the key that seals what is shared with other prefectures; made when it is first needed."""
        keys = self.instance / "keys"
        keys.mkdir(exist_ok=True, mode=0o700)
        return _key_of(keys, "sharing")

    @property
    def documents(self) -> Path:
        return self.files / "documents"

    @property
    def cookies_in_https_alone(self) -> bool:
        """Whether cookies are kept from plain HTTP: asked for, or members come by an https address."""
        return self.secure_cookies or self.public_address.lower().startswith("https:")

    @property
    def fictitious(self) -> bool:
        """Whether nothing here is real: a demonstration or a test."""
        return self.mark in {"demo", "test"}


_WEB = ("http://", "https://")
KEYS = tuple(each for each in fields(Settings) if each.metadata["meaning"] is not None)


def instance_folder() -> Path:
    """Return the folder that holds everything of this installation."""
    return Path(os.environ.get("COLLEGIALE_INSTANCE", "instance")).absolute()


def load(instance: Path | None = None) -> Settings:
    """Read the settings of an instance, making the folder, the file and the session key at the first start."""
    instance = instance or instance_folder()
    keys = instance / "keys"
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    (instance / "files").mkdir(exist_ok=True, mode=0o700)
    file = instance / "settings.toml"
    if not file.exists():
        _write_once(file, _first_file())
    values = _read(file)
    return Settings(instance=instance, session_key=_key_of(keys, "session"), link_key=_key_of(keys, "links"), **values)


def _read(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        message = f"{file.name} : fichier illisible ({fault})."
        raise SettingsError(message) from fault
    known = {key.name: key for key in KEYS}
    for name, value in values.items():
        if name not in known:
            message = f"{file.name} : la clé « {name} » n’existe pas."
            raise SettingsError(message)
        expected = type(known[name].default)
        if type(value) is not expected:
            message = f"{file.name} : « {name} » attend une valeur de type {expected.__name__}."
            raise SettingsError(message)
    mark = values.get("mark", "production")
    if mark not in {"production", "demo", "test"}:
        message = f"{file.name} : « mark » vaut production, demo ou test."
        raise SettingsError(message)
    if values.get("clock_offset_file") and mark == "production":
        message = f"{file.name} : « clock_offset_file » est réservé aux instances demo et test."
        raise SettingsError(message)
    if values.get("trusted_proxies", 0) not in {0, 1}:
        message = f"{file.name} : « trusted_proxies » vaut 0 ou 1."
        raise SettingsError(message)
    _check_relay(file, values)
    _check_rooms(file, values)
    if values.get("timestamp_address", "") and not values["timestamp_address"].lower().startswith(_WEB):
        message = f"{file.name} : « timestamp_address » commence par http:// ou https://."
        raise SettingsError(message)
    return values


def _check_relay(file: Path, values: dict[str, Any]) -> None:
    """Refuse a relay to which nothing could be handed as it is described."""
    if values.get("smtp_security", "") not in {"", "starttls", "tls"}:
        message = f"{file.name} : « smtp_security » vaut starttls, tls, ou rien."
        raise SettingsError(message)
    if not values.get("smtp_host"):
        return
    from email.utils import parseaddr  # noqa: PLC0415 — slow import, and every process begins by reading settings

    if "@" not in parseaddr(values.get("smtp_from", ""))[1]:
        message = f"{file.name} : avec « smtp_host », « smtp_from » donne l’adresse d’où partent les messages."
        raise SettingsError(message)


def _check_rooms(file: Path, values: dict[str, Any]) -> None:
    """Refuse a room server that would be spoken to in clear, or by a hash that it does not know."""
    for name in ("bbb_address", "room_test_address"):
        address = values.get(name, "")
        parts = urlsplit(address)
        near = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"} and name == "bbb_address"
        if address and not (near or (parts.scheme == "https" and parts.hostname)):
            message = f"{file.name} : « {name} » est une adresse complète, qui commence par https://."
            raise SettingsError(message)
    if values.get("bbb_checksum", "sha256") not in {"sha1", "sha256", "sha384", "sha512"}:
        message = f"{file.name} : « bbb_checksum » vaut sha256, sha384, sha512 ou sha1."
        raise SettingsError(message)


def _first_file() -> str:
    lines = ["# Réglages de Collégiale. Chaque clé est expliquée ; supprimer une ligne rend la valeur par défaut.", ""]
    for key in KEYS:
        if key.default is MISSING:
            continue
        lines += [f"# {key.metadata['meaning']}", f"{key.name} = {_toml(key.default)}", ""]
    return "\n".join(lines)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key_of(keys: Path, name: str) -> str:
    """Read the key that seals cookies, or derives links; made at the first start, mode 0600."""
    file = keys / name
    if not file.exists():
        _write_once(file, os.urandom(32).hex())
    return file.read_text(encoding="ascii").strip()


def _write_once(file: Path, text: str) -> None:
    """Create a file with its text, or leave the one that another process has just made."""
    draft = file.with_name(f".{file.name}.{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
