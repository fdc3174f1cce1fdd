"""Every button, link or field that the manual quotes is on some page."""

import pytest

from tests.architecture import manual

WEBAPP = manual.DOCS.parent
SOURCES = (*WEBAPP.glob("web/templates/**/*.html"), *WEBAPP.glob("web/**/*.py"), *WEBAPP.glob("wording/*.py"))
SOURCES = (*SOURCES, WEBAPP / "web/static/js/shortcuts.js", WEBAPP / "committees/model/settings.py")
PAGES = sorted(
    str(file.relative_to(manual.DOCS))
    for folder in ("tutoriels", "guides", "reference", "explications")
    for file in (manual.DOCS / folder).glob("*.md")
)
PLACEHOLDER = "ainsi écrits"  # how a tutorial says what its bold means


@pytest.fixture(scope="module")
def words() -> str:
    return "\n".join(manual.plain(file.read_text(encoding="utf-8")) for file in SOURCES)


def on_some_page(label: str, words: str) -> bool:
    """Whether a label is written whole, or made of a quoted beginning and an end: « Appeler le point » and « 1 »."""
    if label in words:
        return True
    cuts = [place for place in range(1, len(label)) if f"'{label[:place]}'" in words]
    return any(label[place:].isdigit() or label[place:] in words for place in cuts)


@pytest.mark.parametrize("page", PAGES)
def test_every_label_a_page_quotes_is_on_some_page(page: str, words: str):
    lost = [each for each in manual.labels(page) if each != PLACEHOLDER and not on_some_page(each, words)]

    assert lost == []


def test_the_two_tutorials_go_from_the_sign_in_to_the_end():
    desk, member = (manual.labels(f"tutoriels/{name}.md") for name in ("secretariat", "membre"))

    assert desk.index("Oui, me connecter") < desk.index("Ouvrir le vote") < desk.index("Établir la version définitive")
    assert (
        member.index("Oui, me connecter") < member.index("Voter : avis favorable") < member.index("Mes reçus de vote")
    )


def test_a_label_that_no_page_has_is_found_out(words: str):
    assert not on_some_page("Téléporter la séance", words)
