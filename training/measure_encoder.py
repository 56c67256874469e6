"""Measure an encoder on questions that it was not trained on.

An entry is filed under its title, `title : passage` for the first passages, and its questions; its score is the cosine of its nearest text plus that of the
middle of its texts. The test questions are only read here, never by the training.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy
import onnxruntime
import torch
from encoder import Encoder, load_encoder
from extract_fiches import strip_tags
from normalise import normalise
from numpy.typing import NDArray
from prepare_examples import Example, cut_passages
from pretrained import Pieces, read_pieces
from train_encoder import embed, read_examples

PASSAGES = 4
"""Passages of an entry that are searched."""
Vectors = NDArray[numpy.float32]


@dataclass
class Base:
    """What is searched: ids of the entries, and the texts of each."""

    ids: list[str]
    texts: list[list[str]]


@dataclass
class Question:
    """A question and the ids of the entries that answer it."""

    text: str
    right: set[str]


class TorchModel:
    """A checkpoint of the training, all its axes or those given."""

    def __init__(self, encoder: Encoder, pieces: Pieces, axes: Vectors | None = None) -> None:
        self.encoder, self.pieces, self.axes = encoder.eval(), pieces, axes

    @torch.inference_mode()
    def embed(self, texts: list[str]) -> Vectors:
        """Return embeddings [n, width] float32, unit norm, of normalised texts."""
        vectors = embed(self.encoder, self.pieces.encode(texts)).float().numpy()
        if self.axes is None:
            return vectors
        turned = vectors @ self.axes
        return turned / numpy.linalg.norm(turned, axis=1, keepdims=True)


class OnnxModel:
    """The exported model."""

    def __init__(self, path: Path, pieces: Pieces) -> None:
        self.session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self.pieces = pieces

    def embed(self, texts: list[str]) -> Vectors:
        """Return embeddings [n, width] float32, unit norm, of normalised texts, one at a time."""
        rows = []
        for ids in self.pieces.encode(texts):
            row = numpy.array([ids], dtype=numpy.int64)
            rows.append(self.session.run(None, {"input_ids": row, "attention_mask": numpy.ones_like(row)})[0][0])
        return numpy.stack(rows)


def base_of(examples: list[Example], asked: dict[str, list[str]]) -> Base:
    """Return the base of some examples, with the questions `asked` of each."""
    texts = [[one.title, *(f"{one.title} : {passage}" for passage in one.passages[:PASSAGES]), *asked.get(one.id, [])] for one in examples]
    return Base([one.id for one in examples], texts)


def faq_base(path: Path) -> Base:
    """Return the base of the CNIL's FAQ, of another domain than the training."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
    texts = []
    for row in rows:
        title, answer = normalise(row["title"]), normalise(strip_tags(row["answer"]))
        texts.append([title] + [f"{title} : {passage}" for passage in list(cut_passages("", answer))[:PASSAGES]])
    return Base([row["id"] for row in rows], texts)


def read_asked(path: Path, prefix: str = "") -> list[Question]:
    """Return the questions of a file that something answers."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
    questions = [Question(row["question"], {prefix + str(id) for id in row.get("two") or row["targets"]}) for row in rows]
    return [question for question in questions if question.right and question.text]


def scores_of(model: TorchModel | OnnxModel, base: Base, questions: list[Question], texts: Vectors) -> Vectors:
    """Return the score [questions, entries] of each entry, from the vectors of all `texts` of the base."""
    asked = model.embed([normalise(question.text) for question in questions])
    counts = [len(some) for some in base.texts]
    starts = numpy.cumsum([0, *counts[:-1]])
    middles = numpy.add.reduceat(texts, starts, axis=0)
    middles /= numpy.linalg.norm(middles, axis=1, keepdims=True)
    return numpy.maximum.reduceat(asked @ texts.T, starts, axis=1) + asked @ middles.T


def report(name: str, scores: Vectors, base: Base, questions: list[Question]) -> None:
    """Print hit@1, hit@5 and the mean reciprocal rank of the first right entry."""
    places = []
    for row, question in zip(scores, questions, strict=True):
        right = [base.ids[index] in question.right for index in numpy.argsort(-row)]
        places.append(right.index(True) + 1 if True in right else len(right))
    ranks = numpy.array(places)
    print(f"{name:14} {len(questions):4} questions  hit@1 {(ranks <= 1).mean():.3f}  hit@5 {(ranks <= 5).mean():.3f}  MRR {(1 / ranks).mean():.3f}", flush=True)


def main() -> None:
    """Measure one model on the questions given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="a checkpoint (.pt) or an exported model (.onnx)")
    parser.add_argument("--pieces", type=Path, required=True)
    parser.add_argument("--entries", type=Path, required=True, help="examples of the installed entries")
    parser.add_argument("--town", type=Path, required=True, help="folder of the project's own measuring questions")
    parser.add_argument("--examples", type=Path, help="examples of the fiches, for the national base")
    parser.add_argument("--bank", type=Path, help="examples of the question bank")
    parser.add_argument("--questions", type=Path, help="folder of the questions that people typed")
    options = parser.parse_args()
    torch.set_num_threads(2)
    pieces = read_pieces(options.pieces)
    is_graph = options.model.suffix == ".onnx"
    model = OnnxModel(options.model, pieces) if is_graph else TorchModel(load_encoder(options.model), pieces)

    def measure(base: Base, sets: dict[str, list[Question]]) -> None:
        texts = model.embed([text for some in base.texts for text in some])
        for name, questions in sets.items():
            report(name, scores_of(model, base, questions, texts), base, questions)

    entries = read_examples([options.entries])
    town = {"town": read_asked(options.town / "town-questions.jsonl", "entry-")}
    rows = [json.loads(row) for row in (options.town / "foreign-questions.jsonl").read_text("utf-8").splitlines()]
    for language in sorted({row["language"] for row in rows}):
        asked = [row for row in rows if row["language"] == language and row["targets"]]
        town[language] = [Question(row["question"], {f"entry-{id}" for id in row["targets"]}) for row in asked]
    measure(base_of(entries, {one.id: one.questions for one in entries}), town)
    if options.questions:
        measure(faq_base(options.questions / "cnil-faq-knowledge.jsonl"), {"cnil": read_asked(options.questions / "cnil-faq.jsonl")})
    if options.questions and options.examples and options.bank:
        fiches = [one for one in read_examples([options.examples]) if one.measured]
        asked = {one.id: one.questions for one in read_examples([options.bank])}
        citizens = read_asked(options.questions / "service-public-citizens.jsonl")
        labour = read_asked(options.questions / "labour-queries.jsonl")
        measure(base_of(fiches, asked), {"citizens": citizens, "labour": labour})


if __name__ == "__main__":
    main()
