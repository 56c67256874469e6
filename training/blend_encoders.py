"""Put the encoder halfway between the static stage and the transformer stage that began from it (weights averaged as in arXiv:2109.01903).

The layers begin as the identity, so that the static encoder is a transformer whose layers add nothing; halfway keeps what the
layers learnt without what the pieces forgot.
"""

import argparse
from pathlib import Path

from encoder import Encoder, EncoderShape, load_encoder, save_encoder

LAYER_OUTPUTS = ("attention_out.weight", "attention_out.bias", "feed_out.weight", "feed_out.bias")


def blend(static: Encoder, transformer: Encoder, share: float) -> Encoder:
    """Return the encoder that is `share` of the way from `static` to `transformer`; layers that `static` lacks add `share` of what they add."""
    begun = static.state_dict()
    weights = {}
    for name, value in transformer.state_dict().items():
        if name in begun:
            weights[name] = begun[name] + share * (value - begun[name])
        else:
            weights[name] = share * value if name.endswith(LAYER_OUTPUTS) else value
    blended = Encoder(EncoderShape(**vars(transformer.shape)))
    blended.load_state_dict(weights)
    return blended


def main() -> None:
    """Write the blend of two checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--static", type=Path, required=True)
    parser.add_argument("--transformer", type=Path, required=True)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    save_encoder(blend(load_encoder(options.static), load_encoder(options.transformer), options.share), options.out)


if __name__ == "__main__":
    main()
