import type { Memory } from '../memory.js'
import { tellChange } from './following.js'
import { showTextSize } from './panel-style.js'

/** Sizes of the text, in hundredths of the reader's own. */
export const TEXT_SIZES = [100, 125, 150] as const
/** One of {@link TEXT_SIZES}. */
export type TextSize = (typeof TEXT_SIZES)[number]

/** What a citizen has chosen to read, hear and write at ease. */
export interface ComfortChoice {
  size: TextSize
  /** Whether messages have a button that reads them aloud. */
  reading: boolean
  /** Whether the field has a button by which one dictates. */
  dictation: boolean
}

/** What everybody has who has chosen nothing. */
export const NO_CHOICE: ComfortChoice = { size: 100, reading: false, dictation: false }

/** Reads a choice as {@link formatChoice} wrote it; anything else is no choice. */
export function parseChoice(stored: string | null): ComfortChoice {
  const [size, ...wanted] = (stored ?? '').split(' ')
  return {
    size: TEXT_SIZES.find((one) => String(one) === size) ?? NO_CHOICE.size,
    reading: wanted.includes('reading'),
    dictation: wanted.includes('dictation'),
  }
}

/** Writes a choice: `125 reading dictation`; `null` when there is nothing to remember. */
export function formatChoice({ size, reading, dictation }: ComfortChoice): string | null {
  const words = [String(size), ...(reading ? ['reading'] : []), ...(dictation ? ['dictation'] : [])].join(' ')
  return words === String(NO_CHOICE.size) ? null : words
}

/** The next size below (`-1`) or above (`1`), or the same at the end; `0` gives the normal one. */
export function stepSize(size: TextSize, step: -1 | 0 | 1): TextSize {
  return step === 0 ? NO_CHOICE.size : (TEXT_SIZES[TEXT_SIZES.indexOf(size) + step] ?? size)
}

/** Where storage is blocked, the choice lasts as long as the page. */
let choice: ComfortChoice | null = null

/** What she has chosen, now or at another visit. */
export function comfortChoice(memory: Memory): ComfortChoice {
  choice ??= parseChoice(memory.readChoice('comfort'))
  return choice
}

/** Keeps what she has just chosen in the options, and shows it. Nothing is stored before she chooses. */
export function chooseComfort(memory: Memory, change: Partial<ComfortChoice>): void {
  choice = { ...comfortChoice(memory), ...change }
  memory.keepChoice('comfort', formatChoice(choice))
  showTextSize(choice.size / 100)
  tellChange()
}
