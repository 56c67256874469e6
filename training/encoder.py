"""The encoder: a multilingual transformer of twelve layers (BERT's, post-norm) and the mean of what it says of each piece."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

PADDING_ID = 1
NORM_EPSILON = 1e-12


@dataclass(frozen=True)
class EncoderShape:
    """Sizes, in units of pieces, layers, heads, floats, floats and pieces."""

    vocabulary: int
    layers: int = 12
    heads: int = 12
    width: int = 384
    inner: int = 1536
    max_pieces: int = 128


class Layer(nn.Module):
    """One transformer layer: [n, t, width] to the same."""

    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self.heads = shape.heads
        width = shape.width
        self.query, self.key, self.value = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.attention_out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, NORM_EPSILON)
        self.feed_in = nn.Linear(width, shape.inner)
        self.feed_out = nn.Linear(shape.inner, width)
        self.feed_norm = nn.LayerNorm(width, NORM_EPSILON)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Return the new hidden states; `bias` [n, 1, 1, t] is very negative on padding."""
        batch, _, width = hidden.shape
        part = width // self.heads

        def split(states: Tensor) -> Tensor:
            # -1, not the length: an exported graph takes texts of any length.
            return states.view(batch, -1, self.heads, part).transpose(1, 2)

        query, key, value = split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden))
        # Written out: the fused attention of a CPU is slower in bfloat16, and is no single operation of ONNX.
        weights = ((query @ key.transpose(-1, -2)).float() * part**-0.5 + bias).softmax(-1).to(value.dtype)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, -1, width)
        hidden = self.attention_norm(hidden + self.attention_out(mixed))
        return self.feed_norm(hidden + self.feed_out(functional.gelu(self.feed_in(hidden))))


class Encoder(nn.Module):
    """Piece ids [n, t] int64 to embeddings [n, width] float32, unit norm."""

    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.max_pieces, shape.width)
        self.norm = nn.LayerNorm(shape.width, NORM_EPSILON)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def freeze(self, layers: int) -> None:
        """Keep the pieces, the positions and the first `layers` layers as they are."""
        for part in (self.pieces, self.positions, self.norm, *self.layers[:layers]):
            part.requires_grad_(False)

    def forward(self, ids: Tensor) -> Tensor:
        """Return unit-norm embeddings [n, width] float32 of padded piece ids [n, t]."""
        mask = ids != PADDING_ID
        hidden = self.norm(self.pieces(ids) + self.positions(torch.arange(ids.shape[1])))
        bias = ((~mask).float() * -1e4)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return functional.normalize(mean_of(hidden, mask), dim=-1)


def mean_of(hidden: Tensor, mask: Tensor) -> Tensor:
    """Return the mean [n, width] float32 of `hidden` [n, t, width] where `mask` [n, t] is true."""
    weights = mask[..., None].float()
    return (hidden.float() * weights).sum(1) / weights.sum(1)


def save_encoder(encoder: Encoder, path: Path, **extra: Any) -> None:
    """Write the shape, the weights and whatever else a checkpoint needs, atomically."""
    partial = path.with_suffix(".partial")
    torch.save({"shape": asdict(encoder.shape), "weights": encoder.state_dict(), **extra}, partial)
    partial.replace(path)


def load_encoder(path: Path) -> Encoder:
    """Return the encoder stored by `save_encoder`, ready for inference."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    encoder = Encoder(EncoderShape(**stored["shape"]))
    encoder.load_state_dict(stored["weights"])
    return encoder.eval()
