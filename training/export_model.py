"""Export a checkpoint to what @xenova/transformers reads: tokenizer.json, config.json and an int8 ONNX graph.

The graph gives `sentence_embedding` [n, WIDTH] float32, unit norm: the mean of the last layer, turned so that its first axes carry most
of what tells texts apart (principal axes), of which the first WIDTH are kept.
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import torch
from encoder import Encoder, load_encoder, mean_of
from measure_encoder import OnnxModel, TorchModel
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from pretrained import END_ID, PADDING_ID, SPECIAL_PIECES, START_ID, UNKNOWN_ID, Pieces, read_pieces
from prepare_examples import Example
from torch import Tensor, nn
from train_encoder import read_examples

WIDTH = 256
TEXTS = 6000
"""Texts whose principal axes are taken."""
PARITY_TEXTS = 400
MIN_PARITY = 0.97
Matrix = NDArray[numpy.float32]


class ExportedEncoder(nn.Module):
    """The encoder as the graph has it: int8 pieces with one scale each, padding told by the attention mask."""

    def __init__(self, encoder: Encoder, axes: Matrix) -> None:
        super().__init__()
        self.encoder = encoder
        table = encoder.pieces.weight.detach()
        scales = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (table / scales).round().to(torch.int8))
        self.register_buffer("scales", scales)
        self.register_buffer("axes", torch.from_numpy(axes))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return unit-norm embeddings [n, WIDTH]."""
        encoder = self.encoder
        positions = torch.arange(input_ids.shape[1]).clamp(max=encoder.shape.max_pieces - 1)
        pieces = self.table[input_ids].float() * self.scales[input_ids]
        hidden = encoder.norm(pieces + encoder.positions(positions))
        bias = ((1 - attention_mask).float() * -1e4)[:, None, None, :]
        for layer in encoder.layers:
            hidden = layer(hidden, bias)
        return nn.functional.normalize(mean_of(hidden, attention_mask) @ self.axes, dim=-1)


def texts_of(examples: list[Example], count: int) -> list[str]:
    """Return `count` texts at most, spread over the examples: a title and a question or a passage of each in turn."""
    texts = []
    for number, example in enumerate(examples[:: max(1, 2 * len(examples) // count)]):
        others = [*example.questions, *(text for questions in example.abroad.values() for text in questions[:1]), *example.passages]
        texts += [example.title, *(others[number % len(others) :][:1] if others else [])]
    return texts[:count]


def principal_axes(vectors: Matrix, width: int) -> Matrix:
    """Return the `width` axes [dimensions, width] along which unit `vectors` [n, dimensions] are longest, about the origin: cosines are kept as far as can be."""
    _, axes = numpy.linalg.eigh(vectors.T @ vectors)
    return numpy.ascontiguousarray(axes[:, ::-1][:, :width]).astype(numpy.float32)


def build_tokenizer_json(pieces: Pieces) -> dict[str, object]:
    """Return `tokenizer.json`; its normalizers are the twins of `normalise.normalise`'s steps."""

    def replace(pattern: dict[str, str], content: str) -> dict[str, object]:
        return {"type": "Replace", "pattern": pattern, "content": content}

    normalizers = [
        replace({"String": "œ"}, "oe"),
        replace({"String": "Œ"}, "oe"),
        replace({"String": "’"}, "'"),
        {"type": "NFKC"},
        {"type": "Lowercase"},
        replace({"Regex": r"\s+"}, " "),
        replace({"Regex": "^ | $"}, ""),
    ]
    added = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    metaspace = {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True}
    start, end = ({"SpecialToken": {"id": SPECIAL_PIECES[i], "type_id": 0}} for i in (START_ID, END_ID))
    ends = {SPECIAL_PIECES[i]: {"id": SPECIAL_PIECES[i], "ids": [i], "tokens": [SPECIAL_PIECES[i]]} for i in (START_ID, END_ID)}
    text = {"Sequence": {"id": "A", "type_id": 0}}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": i, "content": content, **added} for i, content in enumerate(SPECIAL_PIECES)],
        "normalizer": {"type": "Sequence", "normalizers": normalizers},
        "pre_tokenizer": metaspace,
        "post_processor": {"type": "TemplateProcessing", "single": [start, text, end], "pair": [start, text, end], "special_tokens": ends},
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": UNKNOWN_ID, "vocab": pieces.vocabulary},
    }


def write_configuration(encoder: Encoder, pieces: Pieces, folder: Path) -> None:
    """Write the three JSON files that @xenova/transformers reads."""
    shape = encoder.shape
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_size": shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "max_position_embeddings": shape.max_pieces,
        "vocab_size": shape.vocabulary,
        "pad_token_id": PADDING_ID,
    }
    tokenizer_config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": shape.max_pieces,
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
    }
    for name, content, indent in (
        ("config.json", config, 2),
        ("tokenizer_config.json", tokenizer_config, 2),
        ("tokenizer.json", build_tokenizer_json(pieces), None),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


def write_graph(encoder: Encoder, axes: Matrix, path: Path) -> None:
    """Write the ONNX graph with int8 weights (one scale a column, 7 bits: safe without VNNI)."""
    ids = torch.tensor([[0, 5, 6, 7, 2], [0, 5, 2, 1, 1]])
    mask = (ids != PADDING_ID).long()
    with TemporaryDirectory() as folder:
        full = Path(folder) / "model.onnx"
        torch.onnx.export(
            ExportedEncoder(encoder, axes).eval(),
            (ids, mask),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding"],
            dynamic_axes={"input_ids": {0: "n", 1: "t"}, "attention_mask": {0: "n", 1: "t"}},
            opset_version=14,
            dynamo=False,
        )
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True)


def check_parity(model: TorchModel, graph: OnnxModel, texts: list[str]) -> None:
    """Compare the exported model with PyTorch. @throws AssertionError when a cosine falls under MIN_PARITY."""
    cosines = (model.embed(texts) * graph.embed(texts)).sum(1)
    print(f"parity on {len(texts)} texts: least {cosines.min():.4f}, median {numpy.median(cosines):.4f}")
    assert cosines.min() > MIN_PARITY, "the int8 model departs from PyTorch"


def write_samples(pieces: Pieces, texts: list[str], path: Path) -> None:
    """Write texts with their pieces, for `check-export.mjs` to compare with."""
    rows = [{"text": text, "ids": ids} for text, ids in zip(texts, pieces.encode(texts), strict=True)]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Export one checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--pieces", type=Path, required=True)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--samples", type=Path, help="written: texts with their pieces, for check-export.mjs")
    options = parser.parse_args()
    (options.out / "onnx").mkdir(parents=True, exist_ok=True)
    encoder, pieces = load_encoder(options.model), read_pieces(options.pieces)
    texts = texts_of(read_examples(options.examples), TEXTS)
    axes = principal_axes(TorchModel(encoder, pieces).embed(texts), WIDTH)
    write_configuration(encoder, pieces, options.out)
    graph = options.out / "onnx" / "model_quantized.onnx"
    write_graph(encoder, axes, graph)
    some = texts[:: max(1, len(texts) // PARITY_TEXTS)]
    check_parity(TorchModel(encoder, pieces, axes), OnnxModel(graph, pieces), some)
    if options.samples:
        write_samples(pieces, some, options.samples)
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    print(f"{options.out.name}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
