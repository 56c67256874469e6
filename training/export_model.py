"""Write models/guichet-fr: the tokenizer, the configuration and the int8 ONNX graph, then check it."""

# onnx.reference must be imported before onnxruntime.quantization, or their schemas clash.
import onnx.reference  # noqa: F401, I001

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import sentencepiece
import torch
from encoder import Encoder, load_encoder, pool
from measure_encoder import OnnxModel, TorchModel
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from train_encoder import read_examples

SPECIAL_PIECES = 4
"""<pad>, <unk>, <s> and </s>, in this order."""
MIN_PARITY = 0.98
"""Least cosine allowed between the int8 model and PyTorch; the median is much nearer 1."""
PARITY_TEXTS = 400


class ExportedEncoder(nn.Module):
    """The encoder as ONNX sees it: an attention mask, and an int8 table with one scale a piece."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        table = encoder.pieces.weight.detach()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return embeddings [n, width] float32, unit norm, of ids and mask [n, t] int64."""
        encoder, mask = self.encoder, attention_mask.bool()
        hidden = self.table[input_ids].float() * self.scale[input_ids]
        last = encoder.shape.max_pieces - 1
        positions = torch.arange(input_ids.shape[1]).clamp(max=last)
        hidden = hidden + encoder.positions(positions)
        bias = ((~mask).float() * -1e4)[:, None, None, :]
        for layer in encoder.layers:
            batch, length, width = hidden.shape
            shape = (batch, length, 3, layer.heads, width // layer.heads)
            joined = layer.query_key_value(layer.attention_norm(hidden)).view(shape)
            query, key, value = joined.permute(2, 0, 3, 1, 4)
            weights = (query @ key.transpose(-1, -2) / (width // layer.heads) ** 0.5 + bias).softmax(-1)
            hidden = hidden + layer.attention_out((weights @ value).transpose(1, 2).reshape(batch, length, width))
            fed = nn.functional.silu(layer.feed_in(layer.feed_norm(hidden)))
            hidden = hidden + layer.feed_out(fed)
        return pool(hidden, encoder.gate(hidden), mask)


def build_tokenizer_json(pieces: sentencepiece.SentencePieceProcessor) -> dict[str, object]:
    """Return `tokenizer.json`; its normalizers are the twins of `normalise.normalise`'s steps."""
    vocabulary = [[pieces.id_to_piece(i), pieces.get_score(i)] for i in range(pieces.get_piece_size())]

    def replace(pattern: dict[str, str], content: str) -> dict[str, object]:
        return {"type": "Replace", "pattern": pattern, "content": content}

    normalizers = [
        replace({"String": "œ"}, "oe"),
        replace({"String": "Œ"}, "oe"),
        replace({"String": "’"}, "'"),
        {"type": "NFKD"},
        {"type": "StripAccents"},
        {"type": "Lowercase"},
        replace({"Regex": r"\s+"}, " "),
        replace({"Regex": "^ | $"}, ""),
    ]
    added = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    metaspace = {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": i, "content": vocabulary[i][0], **added} for i in range(SPECIAL_PIECES)],
        "normalizer": {"type": "Sequence", "normalizers": normalizers},
        "pre_tokenizer": metaspace,
        "post_processor": None,
        "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 1, "vocab": vocabulary},
    }


def write_configuration(encoder: Encoder, pieces: sentencepiece.SentencePieceProcessor, folder: Path) -> None:
    """Write the three JSON files that @xenova/transformers reads."""
    shape = encoder.shape
    config = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_size": shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "max_position_embeddings": shape.max_pieces,
        "vocab_size": shape.vocabulary,
        "pad_token_id": 0,
    }
    tokenizer_config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": shape.max_pieces,
        "pad_token": "<pad>",
        "unk_token": "<unk>",
    }
    for name, content, indent in (
        ("config.json", config, 2),
        ("tokenizer_config.json", tokenizer_config, 2),
        ("tokenizer.json", build_tokenizer_json(pieces), None),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


def write_graph(encoder: Encoder, path: Path) -> None:
    """Write the ONNX graph with int8 weights (one scale a column, 7 bits: safe without VNNI)."""
    ids = torch.tensor([[5, 6, 7, 8, 9], [5, 6, 7, 0, 0]])
    mask = (ids != 0).long()
    with TemporaryDirectory() as folder:
        full = Path(folder) / "model.onnx"
        torch.onnx.export(
            ExportedEncoder(encoder).eval(),
            (ids, mask),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding"],
            dynamic_axes={"input_ids": {0: "n", 1: "t"}, "attention_mask": {0: "n", 1: "t"}},
            opset_version=14,
            dynamo=False,
        )
        quantize_dynamic(
            full,
            path,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,
        )


def check_parity(checkpoint: Path, graph: Path, options: argparse.Namespace) -> None:
    """Compare the exported model with PyTorch on titles and sentences of the fiches.

    @throws AssertionError when a cosine falls under MIN_PARITY
    """
    examples = read_examples([options.examples])[:: 4000 // (PARITY_TEXTS // 2)]
    texts = [example.title for example in examples] + [e.sentences[0] for e in examples if e.sentences]
    theirs = TorchModel(checkpoint, options.pieces).embed(texts)
    ours = OnnxModel(graph, options.pieces).embed(texts)
    cosines = (theirs * ours).sum(1)
    print(f"parity on {len(texts)} texts: least {cosines.min():.4f}, median {numpy.median(cosines):.4f}")
    assert cosines.min() > MIN_PARITY, "the int8 model departs from PyTorch"


def main() -> None:
    """Export one checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--pieces", type=Path, required=True)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    (options.out / "onnx").mkdir(parents=True, exist_ok=True)
    encoder = load_encoder(options.model)
    write_configuration(encoder, sentencepiece.SentencePieceProcessor(model_file=str(options.pieces)), options.out)
    graph = options.out / "onnx" / "model_quantized.onnx"
    write_graph(encoder, graph)
    check_parity(options.model, graph, options)
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    print(f"{options.out.name}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
