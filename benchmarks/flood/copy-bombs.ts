/** Longest message that the server takes, in characters. */
const MOST = 2_000

/** Texts made to cost: repeats, piles of accents, emoji, overrides of direction, numbers by hundreds. Each is as long as a message may be. */
export const COPY_BOMBS: readonly string[] = [
  'a'.repeat(MOST),
  'acte de naissance '.repeat(MOST).slice(0, MOST),
  `Z${'\u0351\u0306\u033d'.repeat(MOST)}`.slice(0, MOST),
  '😀'.repeat(MOST / 2),
  '\u202Eecnassian ed etca\u202C '.repeat(MOST).slice(0, MOST),
  '06 12 34 56 7'.repeat(MOST).slice(0, MOST),
  'a@b.'.repeat(MOST).slice(0, MOST),
  '1 80 01 75 '.repeat(MOST).slice(0, MOST),
  '\u200b\u00ad'.repeat(MOST / 2),
  '(((((((((('.repeat(MOST).slice(0, MOST),
]

/** What the assistant is told by people who are cross with it. */
export const INSULTS: readonly string[] = ['tu es nul', 'va te faire voir', 'bande d’incapables', 'ferme-la machine']
