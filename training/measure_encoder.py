"""Measure an encoder on questions that it was not trained on, beside BM25 with French stemming.

A base is searched by title and passages; an entry's score is its best text's. The test questions
are only read here, never by the training.
"""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy
import onnxruntime
import sentencepiece
import snowballstemmer
import torch
from encoder import load_encoder
from extract_fiches import strip_tags
from normalise import normalise
from numpy.typing import NDArray
from prepare_examples import Example, cut_passages
from scipy.sparse import csr_matrix
from train_encoder import Batcher, embed, read_examples

PASSAGES = 3
"""Texts of an entry that are searched beside its title and description."""
BM25_K1, BM25_B = 1.2, 0.75
"""Usual values (Robertson and Zaragoza, 2009)."""
MAX_PIECES = 128
Scores = NDArray[numpy.float32]


@dataclass
class Base:
    """What is searched, for each entry."""

    ids: list[str]
    texts: list[list[str]]
    """What the encoder reads, the title first."""
    words: list[str]
    """What BM25 reads: more text than title and description lowers it (.230 hit@1 to .194 with every passage)."""


@dataclass
class Question:
    """A question and the ids of the entries that answer it."""

    text: str
    right: set[str]


def national_base(examples: list[Example]) -> Base:
    """Return the base of the national fiches."""
    fiches = [example for example in examples if example.measured]
    texts = [
        [fiche.title, f"{fiche.title} : {fiche.description}"]
        + [f"{fiche.title} : {passage}" for passage in fiche.passages[:PASSAGES]]
        for fiche in fiches
    ]
    words = [f"{(fiche.title + ' ') * 3}{fiche.description}" for fiche in fiches]
    return Base([fiche.id for fiche in fiches], texts, words)


def citizens_questions(path: Path) -> list[Question]:
    """Return the citizens' questions that have an answer, judged by reading where they were."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
    questions = [Question(row["question"], set(row.get("two", row["targets"]))) for row in rows]
    return [question for question in questions if question.right]


def faq_base(path: Path) -> Base:
    """Return the base of the CNIL's FAQ, of another domain than the training."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
    texts, words = [], []
    for row in rows:
        title, answer = normalise(row["title"]), normalise(strip_tags(row["answer"]))
        passages = list(cut_passages("", answer))[: PASSAGES + 1]
        texts.append([title] + [f"{title} : {passage}" for passage in passages])
        words.append(" ".join([*[title] * 3, *passages[:1]]))
    return Base([row["id"] for row in rows], texts, words)


def entries_base(entries: list[Example], *, asked: bool) -> Base:
    """Return the base of the installed entries, with their example questions when `asked`."""
    texts, words = [], []
    for entry in entries:
        questions = entry.questions if asked else []
        bodies = [entry.description, *entry.passages[:PASSAGES]]
        texts.append([entry.title, *(f"{entry.title} : {body}" for body in bodies), *questions])
        words.append(" ".join([*[entry.title] * 3, entry.description, *questions]))
    return Base([entry.id for entry in entries], texts, words)


def faq_questions(path: Path) -> list[Question]:
    """Return the paraphrases of the CNIL's FAQ."""
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
    return [Question(row["question"], set(row["targets"])) for row in rows]


def bm25_scores(base: Base, questions: Sequence[Question]) -> Scores:
    """Return BM25 scores [questions, entries] over words stemmed by Snowball's French stemmer."""
    stem_word = cache(snowballstemmer.stemmer("french").stemWord)

    def stems(text: str) -> list[str]:
        return [stem_word(word) for word in re.findall(r"\w+", text)]

    bodies = [stems(words) for words in base.words]
    columns = {stem: index for index, stem in enumerate(dict.fromkeys(stem for body in bodies for stem in body))}
    rows = numpy.repeat(numpy.arange(len(bodies)), [len(body) for body in bodies])
    cells = (numpy.ones(len(rows)), (rows, [columns[stem] for body in bodies for stem in body]))
    counts = csr_matrix(cells, shape=(len(bodies), len(columns)))
    lengths = numpy.asarray(counts.sum(1)).ravel()
    frequency = numpy.bincount(counts.indices, minlength=len(columns))
    rarity = numpy.log(1 + (len(bodies) - frequency + 0.5) / (frequency + 0.5))
    owner = numpy.repeat(numpy.arange(len(bodies)), numpy.diff(counts.indptr))
    room = BM25_K1 * (1 - BM25_B + BM25_B * lengths[owner] / lengths.mean())
    counts.data = counts.data * (BM25_K1 + 1) / (counts.data + room) * rarity[counts.indices]
    asked = [[columns[stem] for stem in set(stems(normalise(q.text))) if stem in columns] for q in questions]
    by_word = counts.T.tocsr()
    return numpy.stack([numpy.asarray(by_word[words].sum(0)).ravel() for words in asked]).astype(numpy.float32)


class TorchModel:
    """A checkpoint of the training."""

    def __init__(self, path: Path, pieces: Path) -> None:
        self.encoder = load_encoder(path)
        self.batcher = Batcher(pieces)

    @torch.no_grad()
    def embed(self, texts: list[str]) -> Scores:
        """Return embeddings [n, width] float32, unit norm, of normalised texts."""
        return embed(self.encoder, self.batcher.encode(texts, MAX_PIECES)).numpy()


class OnnxModel:
    """The exported model."""

    def __init__(self, path: Path, pieces: Path) -> None:
        self.session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(pieces))

    def embed(self, texts: list[str]) -> Scores:
        """Return embeddings [n, width] float32, unit norm, of normalised texts, one at a time."""
        rows = []
        for text in texts:
            ids = numpy.array([self.pieces.encode(text)[:MAX_PIECES] or [1]], dtype=numpy.int64)
            rows.append(self.session.run(None, {"input_ids": ids, "attention_mask": numpy.ones_like(ids)})[0][0])
        return numpy.stack(rows)


def dense_scores(model: TorchModel | OnnxModel, base: Base, questions: Sequence[Question]) -> Scores:
    """Return the cosine [questions, entries] of each question with an entry's nearest text."""
    texts = model.embed([text for texts in base.texts for text in texts])
    asked = model.embed([normalise(question.text) for question in questions])
    starts = numpy.cumsum([0] + [len(texts) for texts in base.texts[:-1]])
    return numpy.maximum.reduceat(asked @ texts.T, starts, axis=1)


def fuse(dense: Scores, lexical: Scores) -> Scores:
    """Return the sum of both scores, each standardised within a question: a floor for a fitted fusion."""

    def standard(scores: Scores) -> Scores:
        return (scores - scores.mean(1, keepdims=True)) / (scores.std(1, keepdims=True) + 1e-6)

    return standard(dense) + standard(lexical)


def describe(scores: Scores, base: Base, questions: Sequence[Question]) -> str:
    """Return hit@1, hit@5 and the mean reciprocal rank of the first right entry."""
    places = []
    for row, question in zip(scores, questions, strict=True):
        right = [base.ids[index] in question.right for index in numpy.argsort(-row)]
        places.append(right.index(True) + 1 if True in right else len(right))
    ranks = numpy.array(places)
    return f"hit@1 {(ranks <= 1).mean():.3f}  hit@5 {(ranks <= 5).mean():.3f}  MRR {(1 / ranks).mean():.3f}"


def report(name: str, model: TorchModel | OnnxModel, case: tuple[Base, list[Question]]) -> None:
    """Print one line for BM25, one for the encoder and one for their sum."""
    base, questions = case
    dense, lexical = dense_scores(model, base, questions), bm25_scores(base, questions)
    for label, scores in (("BM25", lexical), ("encoder", dense), ("sum", fuse(dense, lexical))):
        print(f"{name:10} {len(questions):4} questions  {label:8} {describe(scores, base, questions)}", flush=True)


def main() -> None:
    """Measure one model on the questions given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="a checkpoint (.pt) or an exported model (.onnx)")
    parser.add_argument("--pieces", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True, help="examples.jsonl, for the national base")
    parser.add_argument("--questions", type=Path, help="folder of the questions that people typed")
    parser.add_argument("--entries", type=Path, help="examples of the installed entries")
    parser.add_argument("--held-out", type=Path, help="held-out questions of the installed entries")
    options = parser.parse_args()
    torch.set_num_threads(2)
    reader = OnnxModel if options.model.suffix == ".onnx" else TorchModel
    model = reader(options.model, options.pieces)
    if options.questions:
        base = national_base(read_examples([options.examples]))
        report("citizens", model, (base, citizens_questions(options.questions / "service-public-citizens.jsonl")))
        faq = faq_base(options.questions / "cnil-faq-knowledge.jsonl")
        report("cnil", model, (faq, faq_questions(options.questions / "cnil-faq.jsonl")))
    if options.entries and options.held_out:
        entries = read_examples([options.entries])
        rows = [json.loads(row) for row in options.held_out.read_text("utf-8").splitlines()]
        questions = [Question(row["question"], {row["id"]}) for row in rows]
        report("titles", model, (entries_base(entries, asked=False), questions))
        report("asked", model, (entries_base(entries, asked=True), questions))


if __name__ == "__main__":
    main()
