/** A chance, as `seededRandom` gives it. */
export type Random = () => number

/** Neighbours of each letter on a French keyboard (AZERTY). */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  a: 'zq',
  z: 'aes',
  e: 'zrd',
  r: 'etf',
  t: 'ryg',
  y: 'tuh',
  u: 'yij',
  i: 'uok',
  o: 'ipl',
  p: 'om',
  q: 'asw',
  s: 'qdz',
  d: 'sfe',
  f: 'dgr',
  g: 'fht',
  h: 'gjy',
  j: 'hku',
  k: 'jli',
  l: 'kmo',
  m: 'lp',
  w: 'qx',
  x: 'wc',
  c: 'xv',
  v: 'cb',
  b: 'vn',
  n: 'bh',
}

/** Shorter words are seldom mistyped unseen. */
const LEAST_LETTERS = 4
const WORD = /\p{L}+/gu

type Slip = (word: string, at: number, random: Random) => string

/** What fingers do: press the key beside, press twice, not at all, or in the wrong order. */
const SLIPS: readonly Slip[] = [
  (word, at, random) => {
    const near = NEIGHBOURS[(word[at] as string).toLowerCase()] ?? ''
    return near === '' ? word : word.slice(0, at) + near[Math.floor(random() * near.length)] + word.slice(at + 1)
  },
  (word, at) => word.slice(0, at) + word[at] + word.slice(at),
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + (word[at + 1] ?? '') + word[at] + word.slice(at + 2),
]

/** Mistypes `count` words of at least four letters, each once; fewer when there are not as many. Every mistyped word differs. */
export function addTypos(text: string, count: number, random: Random): string {
  const words = [...text.matchAll(WORD)].filter(([word]) => word.length >= LEAST_LETTERS)
  const chosen = new Map<number, string>()
  while (chosen.size < Math.min(count, words.length)) {
    const match = words[Math.floor(random() * words.length)] as RegExpExecArray
    if (!chosen.has(match.index)) chosen.set(match.index, mistype(match[0], random))
  }
  return text.replace(WORD, (word, at: number) => chosen.get(at) ?? word)
}

function mistype(word: string, random: Random): string {
  for (;;) {
    const slip = SLIPS[Math.floor(random() * SLIPS.length)] as Slip
    // The first letter is seldom wrong.
    const mistyped = slip(word, 1 + Math.floor(random() * (word.length - 1)), random)
    if (mistyped !== word) return mistyped
  }
}
