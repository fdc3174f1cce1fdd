"""What the JSON interface takes and gives; its description is made from these."""

from marshmallow import RAISE, Schema, fields, validate

from webapp.registrations.model import Status
from webapp.webinars.model import WebinarState

LARGEST_PAGE = 200
LARGEST_NUMBER = 10**15 - 1  # as in the addresses of pages


def _said(text: str) -> dict[str, str]:
    return {"description": text}


class Problem(Schema):
    """RFC 9457: why a request was not done, in French."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata=_said("La phrase que la page dirait."))
    reason = fields.String(metadata=_said("Le motif, pour un programme : « closed », « name_missing »…"))
    field = fields.String(metadata=_said("Le champ en cause."))


class Seats(Schema):
    """One date and its seats."""

    id = fields.Integer(required=True)
    starts_at = fields.DateTime(required=True, format="iso")
    ends_at = fields.DateTime(required=True, format="iso")
    closes_at = fields.DateTime(required=True, format="iso", metadata=_said("Fin des inscriptions, comprise."))
    cancelled = fields.Boolean(required=True)
    seats = fields.Integer(required=True, allow_none=True, metadata=_said("null : sans limite."))
    left = fields.Integer(required=True, allow_none=True, metadata=_said("Places libres ; null : sans limite."))
    waiting = fields.Integer(required=True, metadata=_said("Inscriptions sur la liste d’attente."))
    kept = fields.Function(
        lambda each: [{"origin": pool.origin, "left": pool.left} for pool in each.pools if pool.origin],
        metadata={"description": "Places gardées par provenance.", "type": "array", "items": {"type": "object"}},
    )


class Speaker(Schema):
    """Who speaks."""

    name = fields.String(required=True)
    title = fields.String(required=True)


class Listed(Schema):
    """A line of the catalogue: a webinar and one of its dates."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    summary = fields.String(required=True)
    channel = fields.String(required=True, allow_none=True)
    date = fields.Nested(Seats, required=True)


class Catalogue(Schema):
    """A page of the catalogue."""

    total = fields.Integer(required=True)
    listed = fields.List(fields.Nested(Listed), required=True)


class CatalogueQuery(Schema):
    """What the catalogue is searched by."""

    words = fields.String(load_default="", validate=validate.Length(max=200))
    channel = fields.String(load_default="", validate=validate.Length(max=200))
    series = fields.String(load_default="", validate=validate.Length(max=200))
    past = fields.Boolean(load_default=False, truthy={"true"}, falsy={"false"})
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    size = fields.Integer(load_default=100, validate=validate.Range(1, LARGEST_PAGE))


class Question(Schema):
    """A question of the form."""

    key = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)
    help = fields.String(required=True)
    required = fields.Boolean(required=True)
    choices = fields.List(fields.String(), required=True)


class Webinar(Schema):
    """One webinar, its dates and the form by which people sign up."""

    code = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([str(each) for each in WebinarState]))
    title = fields.String(required=True)
    summary = fields.String(required=True)
    description = fields.String(required=True)
    audience = fields.String(required=True)
    series = fields.String(required=True)
    speakers = fields.List(fields.Nested(Speaker), required=True)
    dates = fields.List(fields.Nested(Seats), required=True)
    questions = fields.List(fields.Nested(Question), required=True)
    notice = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata=_said("Ce que la personne doit lire avant de s’inscrire (RGPD, article 13)."),
    )


class Companion(Schema):
    """Somebody else behind the same screen."""

    class Meta:
        unknown = RAISE

    last_name = fields.String(required=True)
    first_name = fields.String(required=True)


class SignUp(Schema):
    """Somebody signs up; what a field may hold is judged as on the page, and refused with its sentence."""

    class Meta:
        unknown = RAISE

    last_name = fields.String(required=True)
    first_name = fields.String(required=True)
    email = fields.String(required=True)
    service = fields.String(load_default="")
    origin = fields.String(
        load_default="", metadata=_said("Provenance, là où des places sont gardées ; « autre » sinon.")
    )
    answers = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        load_default=dict,
        metadata=_said("Par clé de question ; plusieurs choix : un par ligne."),
    )
    companions = fields.List(fields.Nested(Companion), load_default=list, validate=validate.Length(max=50))


class SignUpHeaders(Schema):
    """What makes a request sent again the same sign-up."""

    key = fields.String(
        data_key="Idempotency-Key",
        required=True,
        validate=validate.Regexp(r"^[A-Za-z0-9_-]{8,128}\Z"),
        metadata=_said("Propre à chaque envoi ; le même envoi répété ne fait qu’une inscription."),
    )


class Received(Schema):
    """What became of a sign-up; a message says it to the person, with their link."""

    status = fields.String(validate=validate.OneOf([str(each) for each in Status]))
    said = fields.String(required=True)


class Organised(Schema):
    """A webinar of the token's owner."""

    id = fields.Integer(required=True)
    code = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)


class OrganisedList(Schema):
    """The webinars of the token's owner."""

    webinars = fields.List(fields.Nested(Organised), required=True)


class Since(Schema):
    """Where the last call ended."""

    since = fields.Integer(load_default=0, validate=validate.Range(0, LARGEST_NUMBER))
    size = fields.Integer(load_default=100, validate=validate.Range(1, LARGEST_PAGE))


class Registration(Schema):
    """A registration as it stands; sensitive answers are in no program's hands (WEB-10)."""

    id = fields.Integer(required=True)
    date = fields.Integer(required=True)
    status = fields.String(required=True)
    last_name = fields.String(required=True)
    first_name = fields.String(required=True)
    email = fields.String(required=True)
    service = fields.String(required=True)
    seats = fields.Integer(required=True)
    submitted_at = fields.DateTime(required=True, format="iso")
    settled_at = fields.DateTime(required=True, format="iso")
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class Changes(Schema):
    """The registrations that changed since a number, each as it stands now."""

    registrations = fields.List(fields.Nested(Registration), required=True)
    next = fields.Integer(required=True, metadata=_said("À donner comme « since » à l’appel suivant."))
    more = fields.Boolean(required=True, metadata=_said("Il en reste : rappelez aussitôt."))
