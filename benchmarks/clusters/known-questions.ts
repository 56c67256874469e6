import { z } from 'zod'
import { readJsonLines } from '../../src/commands/read-json-lines.js'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import { seededRandom, shuffle } from '../../src/platform/text/seeded-random.js'
import { addTypos } from '../robustness/typos.js'

/** A question, and what it is known to ask for. */
export interface KnownQuestion {
  question: string
  subject: string
}

const TOWN_QUESTIONS = 'benchmarks/quality/town-questions.jsonl'
const SEED = 20_261_126
/** Of the questions, those that are mistyped. */
const MISTYPED = 0.4

const row = z.object({
  question: z.string().min(1),
  targets: z.array(z.union([z.string(), z.number()]).transform(String)).optional(),
  /** Narrower than an entry, where it is known. */
  group: z.string().optional(),
})

/** The questions of a file that are known to ask for one thing: its `group`, else its first target. */
export async function readKnown(path: string): Promise<KnownQuestion[]> {
  return (await readJsonLines(path, row)).flatMap(({ value: { question, targets = [], group } }) => {
    const subject = group ?? targets[0]
    return subject === undefined ? [] : [{ question, subject }]
  })
}

/**
 * Questions like those of a large town: those of `benchmarks/quality`, then example questions of the installed entries as often as it takes, with typing
 * mistakes in two of five.
 */
export async function mixQuestions(count: number): Promise<KnownQuestion[]> {
  const random = seededRandom(SEED)
  const asked = await readKnown(TOWN_QUESTIONS)
  const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  const examples = entries.flatMap(({ id, questions }) => questions.map((question) => ({ question, subject: id })))
  const drawn = [...asked]
  while (drawn.length < count) drawn.push(...shuffle(examples, random).slice(0, count - drawn.length))
  return shuffle(drawn.slice(0, count), random).map(({ question, subject }) => {
    if (random() >= MISTYPED) return { question, subject }
    return { question: addTypos(question, random() < 0.5 ? 1 : 2, random), subject }
  })
}
