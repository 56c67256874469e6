import type { Memory } from '../memory.js'
import { type ComfortChoice, formatChoice, parseChoice } from './comfort-choice.js'
import { tellChange } from './following.js'
import { showTextSize } from './panel-style.js'

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
