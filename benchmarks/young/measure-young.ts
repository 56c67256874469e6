import { beginningOf } from '../../src/commands/young-entries.js'
import { seededRandom, shuffle } from '../../src/platform/text/seeded-random.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'
import type { CaseQuestion } from '../peers/read-case.js'
import type { BuildSystem, System } from '../peers/system.js'

/** How much of an entry its curator has written: example questions and words of text kept. */
export interface Age {
  questions: number
  words: number
}

/** What became of a question. */
export interface AskedYoung {
  /** Place of the first right entry; `null` when there is none among those given. */
  rightAt: number | null
  /** Whether it was answered at once. */
  answered: boolean
}

/** What became of the questions about young entries, and about the others of the same bases. */
export interface YoungFindings {
  young: AskedYoung[]
  others: AskedYoung[]
}

/** One entry in so many is young at a time. */
const PARTS = 10
const SEED = 20_261_127

/**
 * Asks every question ten times, each time while another tenth of the entries is young. Questions that no entry answers are not asked.
 * @param onPart called after each of the ten bases
 */
export async function measureYoung(
  build: BuildSystem,
  base: { documents: readonly SearchDocument[]; questions: readonly CaseQuestion[]; cacheDir: string },
  age: Age,
  onPart: (done: number, total: number) => void = () => {},
): Promise<YoungFindings> {
  const findings: YoungFindings = { young: [], others: [] }
  const isYoung = (document: number, part: number) => document % PARTS === part
  for (let part = 0; part < PARTS; part += 1) {
    const random = seededRandom(SEED + part)
    const documents = base.documents.map((one, i) => (isYoung(i, part) ? rejuvenate(one, age, random) : one))
    const youngIds = new Set(base.documents.filter((_, i) => isYoung(i, part)).map(({ id }) => id))
    const system = await build(documents, base.cacheDir)
    for (const question of base.questions) {
      if (question.targets.length === 0) continue
      const list = question.targets.every((id) => youngIds.has(id)) ? findings.young : findings.others
      list.push(await ask(system, question))
    }
    onPart(part + 1, PARTS)
  }
  return findings
}

/** An entry as it was when `age` of it was written. */
export function rejuvenate(document: SearchDocument, age: Age, random: () => number): SearchDocument {
  const questions = shuffle(document.questions, random).slice(0, age.questions)
  return { ...document, questions, text: beginningOf(document.text, age.words) }
}

async function ask(system: System, { question, targets }: CaseQuestion): Promise<AskedYoung> {
  const { ids, outcome } = await system.find(question)
  const place = ids.findIndex((id) => targets.includes(id))
  return { rightAt: place < 0 ? null : place + 1, answered: outcome === 'answered' }
}
