import { pressedDigit } from '../../../ui/kit/pressed-digit.js'

/** What a key does in a group of failed questions. */
export type GroupMove =
  | { move: 'propose'; nth: number }
  | { move: 'decide'; state: 'resolved' | 'out_of_scope' | 'wont_fix' }
  | { move: 'begin' }
  | { move: 'next' | 'previous' | 'undo' }

const MOVES: Readonly<Record<string, GroupMove>> = {
  1: { move: 'propose', nth: 0 },
  2: { move: 'propose', nth: 1 },
  3: { move: 'propose', nth: 2 },
  n: { move: 'begin' },
  r: { move: 'decide', state: 'resolved' },
  h: { move: 'decide', state: 'out_of_scope' },
  x: { move: 'decide', state: 'wont_fix' },
  j: { move: 'next' },
  k: { move: 'previous' },
  z: { move: 'undo' },
}

/** The move of a key pressed in a group; none while words are typed there, or with another key held. A key that is held down moves on, and does nothing more. Pure. */
export function moveOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'repeat'>,
  isTyping: boolean,
): GroupMove | null {
  if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return null
  const name = pressedDigit(event) ?? event.key.toLowerCase()
  if (event.repeat && name !== 'j' && name !== 'k') return null
  return MOVES[name] ?? null
}
