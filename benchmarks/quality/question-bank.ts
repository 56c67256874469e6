import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readBase } from '../../src/commands/read-base.js'
import { readQuestions } from '../../src/features/entries/catalogue/load-entries.js'
import { analyse, fold } from '../../src/search/french-analyser.js'
import { buildNationalBase } from './national-base.js'

const FOLDER = join('intents', 'service-public')
const LEAST_QUESTIONS = 8
/** Questions that share this part of their stems with the title say the title again. */
const NEAR_COPY = 0.6
/** Largest shares that are tolerated: of near-copies of the title, and of one opening of three words. */
const MOST_NEAR_COPIES = 0.1
const MOST_OF_ONE_OPENING = 0.02

/** A question of the bank with the title of its fiche. */
interface Asked {
  id: string
  title: string
  question: string
}

/** What is counted of the bank, in the order of the table. */
const STYLES: readonly [name: string, is: (question: string) => boolean][] = [
  ['at most 4 words', (question) => wordsOf(question).length <= 4],
  ['5 to 11 words', (question) => wordsOf(question).length > 4 && wordsOf(question).length < 12],
  ['12 to 24 words', (question) => wordsOf(question).length > 11 && wordsOf(question).length < 25],
  ['25 words or more', (question) => wordsOf(question).length > 24],
  ['without any accent', (question) => fold(question) === question.toLowerCase().replaceAll('’', "'")],
  ['without any capital', (question) => question === question.toLowerCase()],
  ['with a question mark', (question) => question.includes('?')],
  ['in the first person', (question) => /\b(?:je|j'|j’|jai|jsuis|moi|mon|ma|mes|nous|notre|on)\b/i.test(question)],
  [
    'about somebody else',
    (question) =>
      /\b(?:mère|père|fils|fille|voisine?|mari|femme|compagne|compagnon|frère|sœur|soeur|mamie|papy|beau-)/i.test(
        question,
      ),
  ],
]

/** `npm run bench -- bank`: counts the question bank, and fails on what makes it a bad one. @returns the exit status */
export async function runBankCheck(): Promise<number> {
  const titles = await readTitles()
  const files = (await readdir(FOLDER)).sort()
  const asked: Asked[] = []
  const faults: string[] = []
  for (const file of files) {
    const id = file.slice(0, -'.json'.length)
    const questions = await readQuestions(join(FOLDER, file))
    if (questions.length < LEAST_QUESTIONS) faults.push(`${id} has ${questions.length} questions`)
    for (const question of questions) asked.push({ id, title: titles.get(id) ?? '', question })
  }
  faults.push(...duplicates(asked))
  const copies = asked.filter(isNearCopy).length / asked.length
  if (copies > MOST_NEAR_COPIES) faults.push(`${percent(copies)} of the questions nearly are their title`)
  const [opening = '', count = 0] = commonestOpening(asked)
  if (count / asked.length > MOST_OF_ONE_OPENING)
    faults.push(`${percent(count / asked.length)} begin with "${opening}"`)
  const rows = STYLES.map(([name, is]) => [
    name,
    percent(asked.filter(({ question }) => is(question)).length / asked.length),
  ])
  const table = [
    ['fiches', String(files.length)],
    ['questions', String(asked.length)],
    ...rows,
    ['nearly the title', percent(copies)],
    [`commonest opening ("${opening}")`, percent(count / asked.length)],
  ]
  process.stdout.write(
    `| question bank | |\n| --- | --- |\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`,
  )
  for (const fault of faults) process.stderr.write(`bank: ${fault}\n`)
  return faults.length === 0 ? 0 : 1
}

async function readTitles(): Promise<Map<string, string>> {
  const knowledge = await buildNationalBase('data/bench')
  const fiches = await readBase({ knowledge, intentsDir: 'intents', withIntents: false })
  return new Map(fiches.map(({ id, title }) => [id, title]))
}

function duplicates(asked: readonly Asked[]): string[] {
  const owners = new Map<string, string>()
  return asked.flatMap(({ id, question }) => {
    const plain = wordsOf(question).join(' ')
    const owner = owners.get(plain)
    owners.set(plain, id)
    return owner === undefined ? [] : [`${owner} and ${id} both have: ${question}`]
  })
}

function isNearCopy({ title, question }: Asked): boolean {
  const [left, right] = [new Set(analyse(title)), new Set(analyse(question))]
  const shared = [...left].filter((stem) => right.has(stem)).length
  return left.size > 0 && shared / (left.size + right.size - shared) >= NEAR_COPY
}

function commonestOpening(asked: readonly Asked[]): [string, number] | [] {
  const counts = new Map<string, number>()
  for (const { question } of asked) {
    const opening = wordsOf(question).slice(0, 3).join(' ')
    counts.set(opening, (counts.get(opening) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0] ?? []
}

function wordsOf(question: string): string[] {
  return fold(question).match(/[\p{L}\p{N}]+/gu) ?? []
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
