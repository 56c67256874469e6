import { z } from 'zod'
import { readJsonLines } from '../../src/commands/read-json-lines.js'
import { RECOGNISED_LANGUAGES, type RecognisedLanguage } from '../../src/platform/model/language.js'

/** What residents bring, by kind; each is two files, `<set>.dev.jsonl` and `<set>.unread.jsonl`. */
export const SETS = [
  'plain',
  'situation',
  'two',
  'ambiguous',
  'aspects',
  'facts',
  'offices',
  'danger',
  'harmless',
  'languages',
  'talks',
  'junk',
] as const
/** One of {@link SETS}. */
export type SetName = (typeof SETS)[number]

/** The halves of a set: the second is never read by whoever writes content, rules or thresholds. */
export const PARTS = ['dev', 'unread'] as const
/** One of {@link PARTS}. */
export type Part = (typeof PARTS)[number]

const FOLDER = 'benchmarks/street'
/** A Wednesday at ten: every service of the demonstration town but the planning one is open. */
const USUAL_NOW = '2026-12-02T10:00:00+01:00'

/** A pattern over text as {@link tidy} leaves it. */
const pattern = z.string().transform((source) => new RegExp(source, 'u'))

const expected = {
  /** The entry that answers, and those that do as well: shown, or proposed among three. */
  target: z.string().optional(),
  also: z.array(z.string()).default([]),
  /** Entries that must both be shown or proposed. */
  both: z.tuple([z.string(), z.string()]).optional(),
  /** Entries of which two must be proposed; `fair`: asking what is meant, without proposing, is right too. */
  among: z.array(z.string()).optional(),
  fair: z.literal('ask').optional(),
  aspect: z.enum(['cost', 'delay', 'papers', 'where', 'who', 'online']).optional(),
  /** Patterns that the first text must hold, all of them; of an aspect, its first two sentences. */
  holds: z.array(pattern).optional(),
  /** A pattern of the names of the office that the reply must hold. */
  office: pattern.optional(),
  /** Emergency numbers, of which the reply must hold one; beside a `target`, either will do. */
  numbers: z.array(z.string()).optional(),
  /** Nothing is taken for an emergency. */
  calm: z.literal(true).optional(),
  /** A person is offered; beside a `target`, either will do. */
  person: z.literal(true).optional(),
  /** Something is said, and no entry is shown. */
  noCard: z.literal(true).optional(),
  /** Something is said. */
  replies: z.literal(true).optional(),
}

const about = {
  id: z.string(),
  language: z.enum(RECOGNISED_LANGUAGES).default('fr'),
  /** When it is asked: an instant with its offset. */
  now: z.iso.datetime({ offset: true }).default(USUAL_NOW),
}
const question = z.strictObject({ ...about, question: z.string(), ...expected }).transform(({ question, ...row }) => {
  const { id, language, now, ...expectation } = row
  return { id, language, now, turns: [{ say: question, ...expectation }] }
})
const talk = z.strictObject({
  ...about,
  turns: z
    .array(z.strictObject({ say: z.string(), ...expected }))
    .min(3)
    .max(6),
})

/** What a citizen says, and what must come of it. */
export type Turn = z.infer<typeof talk>['turns'][number]

/** A conversation: one turn, or those of a talk. */
export interface Row {
  id: string
  language: RecognisedLanguage
  now: string
  turns: Turn[]
}

/** The conversations of a part of a set. @throws Error that names file and line at the first that is not as expected */
export async function readSet(set: SetName, part: Part): Promise<Row[]> {
  const schema: z.ZodType<Row> = set === 'talks' ? talk : question
  return (await readJsonLines(`${FOLDER}/${set}.${part}.jsonl`, schema)).map(({ value }) => value)
}
