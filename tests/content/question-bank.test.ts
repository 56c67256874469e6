import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { readQuestions } from '../../src/content/load-entries.js'

const FOLDER = join('intents', 'service-public')
const files = readdirSync(FOLDER).sort()

/** Questions compared as a reader would: no accents, no capitals, no punctuation. */
function plain(question: string): string {
  return question
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

describe('the question bank of national fiches', () => {
  const owners = new Map<string, string[]>()

  it.each(files)('%s holds at least eight different questions, short and long', async (file) => {
    expect(file).toMatch(/^F\d+\.json$/)
    const questions = await readQuestions(join(FOLDER, file))
    const different = new Set(questions.map(plain))
    expect(different.size).toBeGreaterThanOrEqual(8)
    expect(questions.some((question) => question.length > 110)).toBe(true)
    expect(questions.some((question) => question.split(/\s+/).length <= 7)).toBe(true)
    for (const question of different) owners.set(question, [...(owners.get(question) ?? []), file])
  })

  it('gives no question to two fiches', () => {
    expect([...owners].filter(([, holders]) => holders.length > 1)).toEqual([])
  })
})
