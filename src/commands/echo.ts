/** What people put around a question that they repeat. */
const OPENINGS = ['bonjour, ', 'bonjour madame, ', 'bonsoir ', 'svp ', 'je voudrais savoir : ', 'une question : ', '']
const CLOSINGS = [' merci', ' merci d’avance', ' svp', ' bonne journée', ' ?', '']
/** Words shorter than this are seldom mistyped, and mean little. */
const LEAST_LETTERS = 4

/**
 * A question as somebody types it again: with courtesies, a letter missed, doubled or changed with its neighbour, or both.
 * @param random numbers in [0, 1)
 */
export function echo(question: string, random: () => number): string {
  const draw = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const typed = random() < 0.7 ? mistype(question, random) : question
  return random() < 0.6 ? `${draw(OPENINGS)}${typed}${draw(CLOSINGS)}` : typed
}

/** One letter of one of the longer words missed, doubled, or changed with the next; a text without such a word as it is. */
export function mistype(text: string, random: () => number): string {
  const words = [...text.matchAll(/\p{L}+/gu)].filter(([word]) => word.length >= LEAST_LETTERS)
  const word = words[Math.floor(random() * words.length)]
  if (!word) return text
  const at = word.index + 1 + Math.floor(random() * (word[0].length - 2))
  const [before, letter, next, after] = [text.slice(0, at), text[at], text[at + 1] ?? '', text.slice(at + 2)]
  const slip = random()
  if (slip < 1 / 3) return `${before}${next}${after}`
  return slip < 2 / 3 ? `${before}${next}${letter}${after}` : `${before}${letter}${letter}${next}${after}`
}
