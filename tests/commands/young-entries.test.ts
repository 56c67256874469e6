import { describe, expect, it } from '@jest/globals'
import { withYoungEntries } from '../../src/commands/young-entries.js'
import { seededRandom } from '../../src/platform/text/seeded-random.js'
import type { SearchDocument } from '../../src/search/analysed-document.js'

const wordsOf = (text: string) => text.split(' ').length

const documents = Array.from(
  { length: 400 },
  (_, i): SearchDocument => ({
    id: `entry-${i}`,
    title: `Entry ${i}`,
    text: Array.from({ length: 200 }, (_, word) => `word${word}`).join(' '),
    questions: Array.from({ length: 40 }, (_, question) => `question ${question} of ${i}`),
  }),
)

describe('withYoungEntries', () => {
  const young = withYoungEntries(documents, seededRandom(1))
  const changed = young.filter((one, i) => one !== documents[i])

  it('leaves half of the entries as they are', () => {
    expect(changed.length / documents.length).toBeGreaterThan(0.4)
    expect(changed.length / documents.length).toBeLessThan(0.6)
  })

  it('leaves the others from none to eight of their own questions, and half of them a text that was begun', () => {
    const counts = new Set(changed.map(({ questions }) => questions.length))
    expect([...counts].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    for (const { id, title, questions, text } of changed) {
      const whole = documents.find((one) => one.id === id)
      expect(title).toBe(whole?.title)
      expect(whole?.questions).toEqual(expect.arrayContaining([...questions]))
      expect(new Set(questions).size).toBe(questions.length)
      expect(whole?.text.startsWith(text)).toBe(true)
      expect(wordsOf(text) === 200 || (wordsOf(text) >= 10 && wordsOf(text) < 90)).toBe(true)
    }
    const begun = changed.filter(({ text }) => wordsOf(text) < 90)
    expect(begun.length / changed.length).toBeGreaterThan(0.35)
    expect(begun.length / changed.length).toBeLessThan(0.65)
  })

  it('draws the same for the same seed, others for another', () => {
    expect(withYoungEntries(documents, seededRandom(1))).toEqual(young)
    expect(withYoungEntries(documents, seededRandom(2))).not.toEqual(young)
  })
})
