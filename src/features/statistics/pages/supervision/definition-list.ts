import type { ShortKey, SupervisionWords } from './supervision-words.js'

/** Fewest requests of which a duration or what they have in common is told; the server decides, as `domain/figures` has it. */
export const FEWEST = 5

/** What is explained, in the order in which it is read. */
export const DEFINITIONS = [
  'requests',
  'wait',
  'first',
  'talk',
  'answer',
  'median',
  'ends',
  'topics',
  'calls',
  'moves',
  'ratings',
  'assistant',
  'time',
  'small',
  'people',
  'practice',
  'kept',
] as const satisfies (ShortKey extends infer Key ? (Key extends `def.${infer Name}Text` ? Name : never) : never)[]

/** The name and the text of a definition. */
export function definition(key: (typeof DEFINITIONS)[number], words: SupervisionWords): { name: string; text: string } {
  return { name: words.say(`def.${key}`), text: words.say(`def.${key}Text`, { fewest: FEWEST }) }
}
