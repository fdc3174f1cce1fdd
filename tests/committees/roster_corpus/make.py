"""Lists as prefectures have them, all about people of « Val-Imaginaire », who are on no map.

`python -m tests.committees.roster_corpus.make` writes the files again beside this one; those whose name begins with
`lo-` are written by LibreOffice itself (soffice must be on the path), the others by hand or by openpyxl. What each must
give stands in the JSON of the same name, which a person reads: nothing here writes it.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.committees.sheets import an_ods, ods_row, saved

FOLDER = Path(__file__).parent
SOFFICE = ("soffice", "--headless", "--convert-to")


# Texts.


def text(*lines: str, encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    return (newline.join(lines) + newline).encode(encoding)


SIMPLE = (
    "Civilité;Nom;Prénom;Qualité;Organisme;Collège;Courriel;Téléphone;Début;Fin",
    "Mme;Brumeval;Aurore;Préfète;Préfecture;État;aurore.brumeval@val-imaginaire.example;06 39 98 00 01;01/01/2026;31/12/2028",
    "M.;Lanuée;Théodore;Maire;Commune de Bourg-Fictif;Élus;theodore.lanuee@val-imaginaire.example;06 39 98 00 02;01/01/2026;31/12/2028",
    "Dr;Guéritout;Tiphaine;Médecin;Centre hospitalier;Experts;;;01/01/2026;31/12/2028",
)
TEXTS: dict[str, bytes] = {
    "semicolon-utf8-bom.csv": text(*SIMPLE, encoding="utf-8-sig"),
    "comma-utf8.csv": text(*(line.replace(";", ",") for line in SIMPLE), newline="\n"),
    "tab-utf16-excel.txt": text(*(line.replace(";", "\t") for line in SIMPLE), encoding="utf-16"),
    "semicolon-utf16be-no-bom.csv": text(*SIMPLE, encoding="utf-16-be"),
    "tab-utf16le-no-bom.txt": text(*(line.replace(";", "\t") for line in SIMPLE), encoding="utf-16-le"),
    "windows-1252.csv": text(
        *SIMPLE, "Mme;Sœurdelune;Loïse;Chargée d’études – œuvres;Ligue « Cœur »;Experts;;;;", encoding="cp1252"
    ),
    "bar-mac-roman.csv": text(*(line.replace(";", "|") for line in SIMPLE), encoding="mac_roman", newline="\r"),
    "titles-above.csv": text(
        "sep=;",
        "Préfecture du Val-Imaginaire;;;",
        "Direction de la coordination des politiques publiques;;;",
        ";;;",
        ";Composition du CODERST – arrêté du 15 décembre 2025 ;;",
        ";;;",
        "NOM;PRENOM;COLLEGE;OBSERVATIONS",
        "Brumeval;Aurore;État;préside",
        ";;;",
        "Lanuée;Théodore;Élus;",
        "Total : 2;;;",
    ),
    "headings-in-other-words.csv": text(
        "N°;PATRONYME ;prénoms;CATÉGORIE DE MEMBRES;E-MAIL professionnel (1);N° Tél. portable;Nommé(e) le :;ECHEANCE DU MANDAT;Statut;Titre / Fonction",
        "1;Rivesonge;Xavier;Élus;x@val-imaginaire.example;06.39.98.00.03;1.1.2026;31.12.2028;T;maire",
        "2;Fauxlac;Yolande;Élus;y@val-imaginaire.example;06-39-98-00-04;1.1.2026;31.12.2028;S;adjointe",
    ),
    "headings-on-two-lines-of-a-cell.csv": text(
        '"Nom et\nprénom";"Collège\n(groupe)";"Adresse\nélectronique";"Date\nde nomination"',
        '"RIVESONGE\nXavier";Élus;x@val-imaginaire.example;01/01/2026',
    ),
    "dates-as-text.csv": text(
        "Nom;Collège;Nomination;Échéance",
        "Un;Élus;1er janvier 2026;31 décembre 2028",
        "Deux;Élus;01/01/26;31/12/28",
        "Trois;Élus;2026-01-01;2028-12-31",
        "Quatre;Élus;1.1.2026;31.12.2028",
        "Cinq;Élus;à compter du 01/01/2026;jusqu’au 31/12/2028",
        "Six;Élus;46023;47118",
        "Sept;Élus;jeudi 1er janv. 2026;",
        "Huit;Élus;2026-01-01 00:00:00;",
        "Neuf;Élus;janvier 2026;",
        "Dix;Élus;30/02/2026;",
        "Onze;Élus;12/31/2026;",
        "Douze;Élus;31/12/2028;01/01/2026",
    ),
    "phones-eaten.csv": text(
        "Nom;Collège;Téléphone",
        "Un;Élus;639980001",
        "Deux;Élus;6,39980002E+08",
        "Trois;Élus;+33 (0)6 39 98 00 03",
        "Quatre;Élus;0033639980004",
        "Cinq;Élus;33639980005",
        "Six;Élus;639980006.0",
        'Sept;Élus;"=""0639980007"""',
        "Huit;Élus;O6 39 98 OO O8",
        "Neuf;Élus;06\u00a039\u00a098\u00a000\u00a009",
        "Dix;Élus;6,4E+08",
        "Onze;Élus;poste 4512",
        "Douze;Élus;06 39 98 00 12 / 06 39 98 00 13",
    ),
    "the-same-person-twice.csv": text(
        "Nom;Prénom;Collège;Organisme;Courriel",
        "Rivesonge;Xavier;Élus;Commune de Lac-Rêvé;",
        "RIVESONGE;Xavier;élus;;x@val-imaginaire.example",
        "M. Rivesonge;Xavier;Élus;Commune de Lac-Rêvé;",
        "Rivesonge;Xavier;Élus;Conseil départemental;",
    ),
    "several-people-in-a-cell.csv": text(
        "Membre;Collège",
        "M. Luc PETIT / Mme Anne GRAND;Élus",
        '"M. Luc PETIT\nMme Anne GRAND";Élus',
        "Luc PETIT et Anne GRAND;Élus",
        "M. et Mme PETIT;Élus",
        "M. Luc PETIT Mme Anne GRAND;Élus",
        '"Luc PETIT, Anne GRAND";Élus',
        "M. Luc PETIT - Mme Anne GRAND;Élus",
        '"PETIT, Luc";Élus',
        "Jean-Paul GRAND-PETIT;Élus",
    ),
    "titular-and-substitute-in-a-cell.csv": text(
        "Membres;Collège;Courriel",
        '"M. Luc PETIT (titulaire)\nMme Anne GRAND (suppléante)";Élus;luc@val-imaginaire.example',
        '"Titulaire : M. Paul MOYEN\nSuppléante : Mme Zoé MENU";Élus;',
        "M. Noé VASTE, suppléante : Mme Lia MINCE;Élus;",
        "Mme Éva LARGE (suppléée par M. Tom FIN);Élus;",
        "M. Jean ROND (titulaire) M. Yan CARRÉ (suppléant) Mme Ida OVALE (suppléante);Élus;",
    ),
    "substitute-of.csv": text(
        "Nom et prénom;Collège;Rang;Qualité",
        "GRAND Anne;Élus;titulaire;maire",
        "Mme UN Zoé;Élus;Suppléante de Mme GRAND;adjointe",
        "DEUX Luc;Élus;suppléant (Mme Anne GRAND);",
        "TROIS Noé;Élus;2e suppléant de Mme GRAND Anne;",
        "QUATRE Lia;Élus;;suppléante de Mme GRAND",
        "CINQ Tom, suppléant de Mme Anne GRAND;Élus;;",
        "SIX Éva (suppléante de Mme GRAND);Élus;;",
        "Suppléant : SEPT Jean;Élus;;",
        "HUIT Ida;Élus;en cas d’empêchement de Mme GRAND;",
        "NEUF Yan;Élus;suppl. de Mme GRAND;",
        "DIX Max;Élus;remplace Mme GRAND;",
        "ONZE Guy;Élus;invité;",
    ),
    "titular-and-substitute-beside.csv": text(
        "Organisme;Titulaire;Suppléant;Collège",
        "Chambre d’agriculture;M. Firmin GRANDÉPI;Mme Garance BLÉDORÉ;Experts",
        "Ordre des architectes;Mme Romane TOURDIVOIRE;vacant;Experts",
        "Fédération de pêche;à désigner;M. Barnabé TRUITEBLEUE;Experts",
    ),
    "each-with-their-own-columns.csv": text(
        "Collège;Nom titulaire;Prénom titulaire;Courriel titulaire;Tél. titulaire;Nom suppléant;Prénom suppléant;Courriel suppléant;Fonction du suppléant",
        "Élus;Lanuée;Théodore;t@val-imaginaire.example;639980001;Champlune;Ursule;u@val-imaginaire.example;adjointe",
        "Élus;Courtebrise;Violette;v@val-imaginaire.example;;;;;",
        "Élus;Rivesonge;Xavier;;;Fauxlac;Yolande;yolande.val-imaginaire.example;",
    ),
    "again-on-the-right-of-the-substitute.csv": text(
        "Nom;Prénom;Courriel;Suppléant;Prénom;Courriel;Collège",
        "Lanuée;Théodore;t@val-imaginaire.example;Champlune;Ursule;u@val-imaginaire.example;Élus",
    ),
    "two-lines-of-headings.csv": text(
        ";Titulaire;;;Suppléant;;",
        "Collège;Nom;Prénom;Mél;Nom;Prénom;Mél",
        "Élus;Lanuée;Théodore;t@val-imaginaire.example;Champlune;Ursule;u@val-imaginaire.example",
    ),
    "orders-and-particles.csv": text(
        "Nom et prénom;Collège",
        "de LA TOUR Jean;A",
        "DUPONT-MOREAU Anne-Lise;A",
        "Le Gall Yann;A",
        "Mme/M. VALSONGE Quentin;A",
        "Mme le Dr PROFONDEAU Valère;A",
        "M.AIRLIBRE Paul;A",
        "VIEUSAGE (Zéphyrin);A",
        "BELAURORE Sidonie*;A",
        "SOLEILLET Ève (Mme);A",
        "O’BRUME Sean;A",
        "TOURNELUNE;A",
    ),
    "first-names-first.csv": text(
        "Prénom NOM;Collège",
        "Jean de LA TOUR;A",
        "Anne-Lise Dupont-Moreau;A",
        "M. Yann Le Gall;A",
        "Madame Sidonie BELAURORE (1);A",
        "Luc PETIT (mairie de Lac-Rêvé);A",
    ),
    "addresses-as-pasted.csv": text(
        "Nom;Collège;Mail",
        "Un;A;mailto:un@val-imaginaire.example",
        "Deux;A;Anne Deux <deux@val-imaginaire.example>",
        "Trois;A;trois@val-imaginaire.example<mailto:trois@val-imaginaire.example>",
        "Quatre;A;jean‑paul.quatre@val–imaginaire.example",
        "Cinq;A;cinq @ val-imaginaire.example.",
        "Six;A;\u200bsix@val-imaginaire.example\u00a0",
        "Sept;A;mailto:sept@val-imaginaire.example?subject=CODERST",
        "Huit;A;huit＠val-imaginaire.example",
        '"Neuf";A;"neuf@val-imaginaire.example; 9@val-imaginaire.example"',
        "Dix;A;dix.val-imaginaire.example",
        "Onze;A;onze@val-imaginaire,example",
        "Douze;A;d’Oz@val-imaginaire.example",
    ),
    "notes-and-totals.csv": text(
        "Nom;Prénom;Collège",
        "Petit;Luc;Élus",
        "TOTAL;1;",
        "Grand;Anne;Élus",
        "Effectif : 2 membres;;",
        ";;",
        "* Désignée par le conseil départemental du Val-Imaginaire;;",
        ";;NB : liste provisoire",
        "Source : secrétariat de la commission;;",
        "Fait à Bourg-Fictif, le 15 décembre 2025;;",
        "La présente liste annule et remplace celle du 3 mars 2024 diffusée aux services;;",
    ),
    "offices-instead-of-names.csv": text(
        "Membre;Collège;Qualité",
        "Le préfet ou son représentant;État;président",
        "La directrice de l’agence régionale de santé;État;",
        "Monsieur le Maire de Bourg-Fictif;Élus;",
        "M. Basile ROCHÉTOILE ou son représentant;État;chef d’unité",
        "dreal@val-imaginaire.example;État;",
        "Bruno LE MAIRE;Élus;",
    ),
    "invisible-signs.csv": text(
        "\u200bNom\u00a0;  Collège\u200b ;Pré\u00adnom",
        "\u00a0Petit\u200b;\u2009Élus ;  Luc\t ",
        "Le\u00a0Gall;Élus;Yann\u2028Erwan",
    ),
    "vacant-seats.csv": text(
        "Nom;Prénom;Collège", "Siège vacant;;Élus", "à désigner;;Élus", "Petit;Luc;Élus", "-;;Élus", "Non pourvu;;Élus"
    ),
    "blank-columns.csv": text(";;Nom;;Collège;;", ";;;;;;", ";;Petit;;Élus;;", ";;Grand;;Élus;x;"),
    "commas-and-quotes.csv": text(
        "Nom,Prénom,Organisme,Collège",
        'Petit,Luc,"Association ""Eau, air et sol"", Val-Imaginaire",Experts',
        "Grand,Anne,Chambre; section eau,Experts",
    ),
    "formulas.csv": text(
        "Nom;Collège;Organisme;Téléphone", "=1+1;Élus;@SUM(A1);+33639980001", "-Petit;Élus;'=Chambre;"
    ),
    "titles-of-sections.csv": text(
        "Nom;Prénom;Courriel",
        "1° Services de l’État;;",
        "Brumeval;Aurore;a@val-imaginaire.example",
        "2° Élus;;",
        "Lanuée;Théodore;",
        "Collège des experts;;",
        "Guéritout;Tiphaine;",
    ),
    "no-college.csv": text("Nom;Prénom;Courriel", "Petit;Luc;luc@val-imaginaire.example"),
    "no-headings.csv": text("Petit;Luc;Élus", "Grand;Anne;Élus"),
    "unclosed-quote.csv": text("Nom;Collège", '"Petit;Élus', "Grand;Élus"),
    "a-web-page.xls": b"<html><body><table><tr><td>Nom</td><td>Coll\xe8ge</td></tr></table></body></html>",
}


# Workbooks.


def book(
    rows: Iterable[list], dress: Callable[[Worksheet], None] = lambda sheet: None, title: str = "CODERST"
) -> Workbook:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    dress(sheet)
    return made


def merged(*ranges: str) -> Callable[[Worksheet], None]:
    def dress(sheet: Worksheet) -> None:
        for each in ranges:
            sheet.merge_cells(each)

    return dress


def hiding(*rows: int) -> Callable[[Worksheet], None]:
    def dress(sheet: Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return dress


def several(*sheets: tuple[str, list[list], str]) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows, state in sheets:
        sheet = made.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    return made


BOOKS: dict[str, Workbook] = {
    "college-merged-over-its-members": book(
        [
            ["Collège", "Nom", "Prénom", "Organisme"],
            ["Services de l’État", "Brumeval", "Aurore", "Préfecture"],
            [None, "Rochétoile", "Basile", "DREAL"],
            ["Élus", "Lanuée", "Théodore", "Commune de Bourg-Fictif"],
            [None, "Champlune", "Ursule", None],
        ],
        merged("A2:A3", "A4:A5", "D4:D5"),
    ),
    "sections-merged-across": book(
        [
            ["COMPOSITION DU CODERST", None, None],
            [],
            ["Nom", "Prénom", "Téléphone"],
            ["Collège 1 : services de l’État", None, None],
            ["Brumeval", "Aurore", 639980001],
            ["Rochétoile", "Basile", None],
            ["Collège 2 : collectivités", None, None],
            ["Lanuée", "Théodore", 639980002],
        ],
        merged("A1:C1", "A4:C4", "A7:C7"),
    ),
    "two-lines-of-headings-merged": book(
        [
            ["Membres du CODERST", None, None, None, None, None, None],
            ["Collège", "Titulaire", None, None, "Suppléant", None, None],
            [None, "Nom", "Prénom", "Courriel", "Nom", "Prénom", "Courriel"],
            [
                "Élus",
                "Lanuée",
                "Théodore",
                "t@val-imaginaire.example",
                "Champlune",
                "Ursule",
                "u@val-imaginaire.example",
            ],
            ["Élus", "Rivesonge", "Xavier", None, None, None, None],
        ],
        merged("A1:G1", "A2:A3", "B2:D2", "E2:G2"),
    ),
    "mandate-on-two-lines": book(
        [
            ["Membre", "Collège", "Mandat", None],
            [None, None, "du", "au"],
            ["M. Théodore LANUÉE", "Élus", date(2026, 1, 1), date(2028, 12, 31)],
        ],
        merged("A1:A2", "B1:B2", "C1:D1"),
    ),
    "typed-values": book(
        [
            ["Nom", "Collège", "Début", "Fin", "Tél.", "Médecin", "Organisme"],
            ["Un", "Experts", date(2026, 1, 1), 47118, 639980001, True, 12],
            ["Deux", "Experts", 46023, "31/12/2028", 6.4e8, False, 0.5],
            ["Trois", "Experts", "01/01/2026", None, 33639980003, "x", None],
        ]
    ),
    "hidden-rows": book(
        [["Nom", "Collège"], ["Petit", "Élus"], ["Ancien", "Élus"], ["Ancienne", "Élus"], ["Grand", "Élus"]],
        hiding(3, 4),
    ),
    "instructions-then-list-then-archives": several(
        ("Mode d’emploi", [["Ce tableau est à remplir par les services."], ["1. Une personne par ligne."]], "visible"),
        ("Liste 2026", [["Nom", "Collège"], ["Petit", "Élus"]], "visible"),
        ("Liste 2023", [["Nom", "Collège"], ["Ancien", "Élus"]], "hidden"),
    ),
    "titulars-and-substitutes-on-two-sheets": several(
        ("Titulaires", [["Nom", "Prénom", "Collège"], ["Lanuée", "Théodore", "Élus"]], "visible"),
        (
            "Suppléants",
            [["Nom", "Prénom", "Collège", "Suppléant de"], ["Champlune", "Ursule", "Élus", "M. Lanuée"]],
            "visible",
        ),
    ),
    "logo-and-blank-first-columns": book(
        [
            [],
            [None, None, "PRÉFECTURE DU VAL-IMAGINAIRE"],
            [None, None, "Membres nommés par arrêté"],
            [],
            [None, None, "Nom Prénom", "Collège", "Courriel"],
            [None, None, "PETIT Luc", "Élus", "luc@val-imaginaire.example"],
            [],
            [None, None, "GRAND Anne", "Élus", "anne"],
        ],
        merged("A1:B8", "C2:E2"),
    ),
    "titulars-then-substitutes": book(
        [
            ["Nom", "Prénom", "Organisme", "Collège"],
            ["TITULAIRES"],
            ["Lanuée", "Théodore", "Commune de Bourg-Fictif", "Élus"],
            ["SUPPLÉANTS"],
            ["Champlune", "Ursule", "Commune de Bourg-Fictif", "Élus"],
        ],
        merged("A2:D2", "A4:D4"),
    ),
    "substitutes-section-over-colleges": book(
        [
            ["Nom", "Prénom", "Organisme"],
            ["Titulaires"],
            ["Collège des élus"],
            ["Lanuée", "Théodore", "Bourg-Fictif"],
            ["Collège des experts"],
            ["Airlibre", "Wendy", "Observatoire"],
            ["Suppléants"],
            ["Collège des élus"],
            ["Champlune", "Ursule", "Bourg-Fictif"],
            ["Collège des experts"],
            ["Ventdoux", "Maxence", "Observatoire"],
        ]
    ),
    "college-alone-in-its-column": book(
        [["Collège", "Nom"], ["Élus", None], [None, "Petit"], [None, "Grand"], ["Experts", None], [None, "Moyen"]]
    ),
    "titular-merged-over-two-substitutes": book(
        [
            ["Collège", "Titulaire", "Suppléant"],
            ["Experts", "Mme Prudence BONPAS", "M. Octave SAINBRAS"],
            [None, None, "Mme Romane TOURDIVOIRE"],
        ],
        merged("A2:A3", "B2:B3"),
    ),
    "formulas": book(
        [
            ["Nom", "Prénom", "Nom complet", "Collège", "Courriel"],
            ["Petit", "Luc", '=B2&" "&A2', "Élus", '=LOWER(B2)&"@val-imaginaire.example"'],
            ["Grand", "Anne", '=B3&" "&A3', "Élus", "=NA()"],
        ]
    ),
    "many-columns-nobody-asked-for": book(
        [
            ["N°", "Nom", "Prénom", "Date de naissance", "Adresse postale", "Collège", "Remarques", None],
            [1, "Petit", "Luc", date(1970, 5, 4), "1 rue du Songe", "Élus", "préfère le téléphone", "à rappeler"],
        ]
    ),
    "several-sheets-none-complete": several(
        ("A", [["Nom", "Prénom"], ["Petit", "Luc"]], "visible"), ("B", [["Collège"], ["Élus"]], "visible")
    ),
}
BY_LIBREOFFICE = {
    "xlsx": (
        "formulas",
        "hidden-rows",
        "typed-values",
        "two-lines-of-headings-merged",
        "college-merged-over-its-members",
    ),
    "ods": (
        *("formulas", "hidden-rows", "typed-values", "two-lines-of-headings-merged", "college-merged-over-its-members"),
        *("sections-merged-across", "instructions-then-list-then-archives", "logo-and-blank-first-columns"),
        *("titular-merged-over-two-substitutes", "mandate-on-two-lines"),
    ),
    "xls": ("hidden-rows",),
}
CSV_BY_LIBREOFFICE = {  # separator, quotation mark and character set, as its dialogue numbers them
    "lo-semicolon-windows-1252": ("typed-values", "59,34,1252"),
    "lo-tab-utf16": ("titulars-then-substitutes", "9,34,65535"),
    "lo-comma-utf8": ("logo-and-blank-first-columns", "44,34,76"),
}


def by_hand(folder: Path) -> None:
    """Write the files that need nothing but Python."""
    for name, content in TEXTS.items():
        (folder / name).write_bytes(content)
    for name, made in BOOKS.items():
        (folder / f"{name}.xlsx").write_bytes(saved(made))
    blank = '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    rows = blank + ods_row("", "Nom", "Prénom", "Collège") + ods_row("", "Le<text:s/>Gall", "Yann", "Élus")
    rows += blank + ods_row("", "Petit", "Luc")
    (folder / "by-hand.ods").write_bytes(an_ods(rows))


def by_libreoffice(folder: Path) -> None:
    """Have LibreOffice read what is above and write it in its own way."""
    with tempfile.TemporaryDirectory() as scratch:
        for kind, names in BY_LIBREOFFICE.items():
            for name in names:
                _convert(folder / f"{name}.xlsx", kind, Path(scratch), folder / f"lo-{name}.{kind}")
        for target, (name, options) in CSV_BY_LIBREOFFICE.items():
            asked = f"csv:Text - txt - csv (StarCalc):{options}"
            _convert(folder / f"{name}.xlsx", asked, Path(scratch), folder / f"{target}.csv")


def _convert(source: Path, kind: str, scratch: Path, target: Path) -> None:
    profile = f"-env:UserInstallation=file://{scratch}/profile"
    subprocess.run([SOFFICE[0], profile, *SOFFICE[1:], kind, "--outdir", str(scratch), str(source)], check=True)
    shutil.move(scratch / f"{source.stem}.{kind.partition(':')[0]}", target)


if __name__ == "__main__":
    by_hand(FOLDER)
    by_libreoffice(FOLDER)
