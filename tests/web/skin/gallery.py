"""Every component on pages of its own, served with the application's headers: what the skin is looked at and judged on."""

import threading
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, render_template, request
from flask_wtf import CSRFProtect, FlaskForm
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response as BaseResponse
from wtforms import fields, validators, widgets
from wtforms.fields.choices import SelectChoice

from tests.web.compiled import Templates
from webapp.web.kit import assets, security
from webapp.wording import rehearsal

WEB = Path(security.__file__).resolve().parents[1]
TEMPLATES = Templates()
NAV = [("Mes tâches", "/", True), ("Commissions", "/c", False), ("Envois", "/e", False), ("Journal", "/j", False)]


def choices(**labels: str) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


class Person:
    display_name = "Marie-Hélène Aubertin"


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        locales = ("fr",)

    name = fields.StringField(
        "Nom de la commission",
        description="Tel qu’il figure dans l’arrêté.",
        validators=[validators.InputRequired("Écrivez le nom de la commission.")],
    )
    mail = fields.EmailField("Adresse électronique")
    day = fields.DateField("Jour de la séance", validators=[validators.InputRequired()])
    seats = fields.IntegerField("Nombre de sièges", validators=[validators.Optional()])
    college = fields.SelectField(
        "Collège", choices=choices(one="Services de l’État", two="Collectivités territoriales")
    )
    form = fields.RadioField(
        "Comment se tient la séance ?",
        choices=choices(a="En présentiel", b="En conférence", c="Mixte"),
        description="On peut changer jusqu’à la convocation.",
        validators=[validators.InputRequired("Choisissez une forme de séance.")],
    )
    vote = fields.RadioField(
        "Votre vote sur le point 4",
        choices=choices(f="Avis favorable", d="Avis défavorable", a="Abstention", n="Ne prend pas part au vote"),
        validators=[validators.InputRequired("Choisissez une réponse.")],
    )
    colleges = fields.SelectMultipleField(
        "Collèges convoqués",
        choices=choices(one="Premier", two="Deuxième"),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    public = fields.BooleanField("La séance est ouverte au public")
    text = fields.TextAreaField("Résumé des débats")
    file = fields.FileField("Rapport (PDF)")


class Gallery:
    """The pages, and the state that their live parts tell."""

    def __init__(self) -> None:
        self.address = ""
        self.version = 1
        self.closed = False
        self.progress = 0
        self.refuse_streams = False
        self.failing = False
        self.signed_out = False
        self.streams = 0
        self.fetches = 0
        self._changed = threading.Condition()
        self._ended = False
        self.app = self._build()

    def change(self) -> int:
        """Let something happen, and tell the open pages."""
        with self._changed:
            self.version += 1
            self._changed.notify_all()
        return self.version

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _build(self) -> Flask:
        app = Flask("gallery", static_folder=str(WEB / "static"), static_url_path="/static")
        loaders = [FileSystemLoader(WEB / "templates"), FileSystemLoader(Path(__file__).parent / "templates")]
        app.jinja_env.loader = ChoiceLoader(loaders)
        app.jinja_env.bytecode_cache = TEMPLATES
        app.jinja_env.undefined = StrictUndefined
        app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
        app.config.update(SECRET_KEY="gallery", WTF_I18N_ENABLED=False)
        app.testing = True
        app.jinja_env.globals["rehearsal"] = rehearsal
        CSRFProtect(app)
        security.install(app)
        assets.install(app)
        pages = {
            "/": self._gallery, "/conduire": self._conduct, "/direct": self._live, "/parties": self._parts,
            "/flux": self._stream, "/travail": self._job, "/ecran": self._screen,
        }  # fmt: skip
        for path, view in pages.items():
            app.add_url_rule(path, path, view, methods=["GET", "POST"] if path == "/" else ["GET"])
        return app

    def _gallery(self) -> str:
        form = Form()
        if request.method == "POST" and not form.validate():
            form.form_errors = ["Le quorum n’est pas atteint : 9 sièges comptés, 13 nécessaires (CRPA, art. R133-10)."]
        return self._page("gallery.html", form=form, has_errors=bool(form.errors), practice=True)

    def _conduct(self) -> str:
        return self._page("conduct.html", wide=True, confirm=request.args.get("confirmer"))

    def _live(self) -> str:
        return self._page("live.html", live_stream="/flux", live_version=self.version, status_url="/parties")

    def _page(self, template: str, **context: Any) -> str:
        return render_template(template, person=Person, nav=NAV, demo=True, **self._facts(), **context)

    def _facts(self) -> dict[str, object]:
        return {"n": self.version, "closed": self.closed, "asked": request.args.get("confirmer")}

    def _parts(self) -> BaseResponse:
        if self.failing:
            return Response(status=503)
        if self.signed_out:
            return redirect("/")
        self.fetches += 1
        response = Response(render_template("parts.html", **self._facts()))
        response.set_etag(f"{self.version}-{self.closed}")
        return response.make_conditional(request)

    def _job(self) -> str:
        self.progress = min(self.progress + 50, 100)
        return render_template("job.html", n=self.progress)

    def _screen(self) -> str:
        return render_template("screen.html", screen_state=request.args.get("etat", "open"))

    def _stream(self) -> Response:
        return Response(status=503) if self.refuse_streams else Response(self._events(), mimetype="text/event-stream")

    def _events(self) -> Any:
        self.streams += 1
        sent = None
        try:
            while not self._ended:
                fresh = self._wait(sent)
                sent = self.version
                yield f"event: version\ndata: {sent}\n\n" if fresh else ":\n\n"
        finally:
            self.streams -= 1

    def _wait(self, sent: int | None) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self.version != sent, timeout=0.5)
            return self.version != sent
