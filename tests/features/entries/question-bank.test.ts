import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readQuestions } from '../../../src/features/entries/catalogue/load-entries.js'

const FOLDER = join('intents', 'service-public')

/** Questions compared as a reader would: no accents, no capitals, no punctuation. */
function plain(question: string): string {
  return question
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** What is wrong with the questions of one fiche, in words. */
function faultsOf(file: string, questions: readonly string[]): string[] {
  const faults = []
  if (!/^F\d+\.json$/.test(file)) faults.push('not named after a fiche')
  if (new Set(questions.map(plain)).size < 8) faults.push('fewer than eight different questions')
  if (!questions.some((question) => question.length > 110)) faults.push('no long message')
  if (!questions.some((question) => question.split(/\s+/).length <= 7)) faults.push('no short question')
  return faults.map((fault) => `${file}: ${fault}`)
}

describe('the question bank of national fiches', () => {
  it('holds, for every fiche, at least eight different questions, short and long, and gives none to two fiches', async () => {
    const files = readdirSync(FOLDER).sort()
    const faults: string[] = []
    const owners = new Map<string, string>()
    for (const file of files) {
      const questions = await readQuestions(join(FOLDER, file))
      faults.push(...faultsOf(file, questions))
      for (const question of new Set(questions.map(plain))) {
        const owner = owners.get(question)
        if (owner) faults.push(`${file} and ${owner} both have: ${question}`)
        owners.set(question, file)
      }
    }
    expect(faults).toEqual([])
    expect(files.length).toBeGreaterThanOrEqual(3_600)
    expect(owners.size).toBeGreaterThanOrEqual(29_000)
  })
})
