"""The simulator of quorum, mandates and majority: the same function as `scripts/manage meetings simulate`."""

import json

from flask import Blueprint, render_template, request

from webapp.kernel.models import frozen
from webapp.meetings.model import Judgement
from webapp.meetings.simulate.answer import Answer, simulate
from webapp.web.kit import access
from webapp.web.kit.quorums import quorum_said
from webapp.web.public.simulator_form import FIELD_OF_PATH, JsonForm, ScenarioForm
from webapp.wording.outcomes import SENSES, typeset
from webapp.wording.phrases import phrase

bp = Blueprint("simulator", __name__)

TEMPLATE = "public/simulator.html"

EXAMPLE = {
    "present": "1 à 12, 14",
    "replaced": "5",
    "mandates": "20 > 1\n21 > 1",
    "recused": "14",
    "in_favour": "1 à 6",
    "against": "7 à 11, 20",
    "abstain": "12",
}


@frozen
class MandateRow:
    """A mandate as the page shows it; `reason` is the French sentence, None for a good one."""

    mandator: str
    holder: str
    reason: str | None


@frozen
class Reading:
    """An answer in French sentences, with the JSON beside it."""

    judgement: Judgement
    quorum: str
    wording: str | None
    senses: tuple[tuple[str, str], ...]
    mandates: tuple[MandateRow, ...]
    refused: tuple[tuple[str, str], ...]
    scenario_json: str
    answer_json: str


@bp.get("/outils/simulateur")
@access.public
def page() -> str:
    """Ask for a scenario: by a form, or whole in JSON (`?saisie=json`)."""
    if _in_json():
        form = JsonForm(formdata=None, data={"scenario": _pretty(ScenarioForm(formdata=None, data=EXAMPLE).scenario())})
        return render_template(TEMPLATE, form=form, in_json=True, reading=None)
    form = ScenarioForm(formdata=None, data=EXAMPLE if "exemple" in request.args else None)
    return render_template(TEMPLATE, form=form, in_json=False, reading=None)


@bp.post("/outils/simulateur")
@access.public
def answer() -> tuple[str, int]:
    """Judge the scenario sent; nothing is kept."""
    form: JsonForm | ScenarioForm = JsonForm() if _in_json() else ScenarioForm()
    reading = None
    if form.validate_on_submit():
        text = (form.scenario.data or "") if isinstance(form, JsonForm) else _pretty(form.scenario())
        reading = _judge(form, text)
    return render_template(TEMPLATE, form=form, in_json=_in_json(), reading=reading), 200 if reading else 400


def _in_json() -> bool:
    return request.args.get("saisie") == "json"


def _judge(form: JsonForm | ScenarioForm, text: str) -> Reading | None:
    """Answer, or show the scenario's fault beside its field."""
    answered = simulate(text.encode())
    if answered.judgement is not None:
        return _read(answered.judgement, text, answered)
    path = str(answered.path)
    if isinstance(form, JsonForm):
        form.scenario.errors = [f"{path}\u00a0: {answered.message}"]
    else:
        form[FIELD_OF_PATH[path.partition("[")[0]]].errors = [answered.message]
    return None


def _read(judgement: Judgement, text: str, answered: Answer) -> Reading:
    outcome = judgement.outcome
    return Reading(
        judgement=judgement,
        quorum=quorum_said(judgement.quorum),
        wording=None if outcome.wording is None else typeset(outcome.wording),
        senses=(
            ("Suffrages exprimés", SENSES[outcome.expressed]),
            ("Présents ou représentés", SENSES[outcome.present]),
        ),
        mandates=tuple(
            MandateRow(
                mandator=verdict.mandator,
                holder=verdict.holder,
                reason=None if verdict.reason is None else phrase(verdict.reason),
            )
            for verdict in judgement.mandates
        ),
        refused=tuple((ballot.seat, phrase(ballot.reason)) for ballot in judgement.refused_ballots),
        scenario_json=text,
        answer_json=_pretty(answered.document),
    )


def _pretty(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
