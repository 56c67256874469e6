import { describe, expect, it } from '@jest/globals'
import { entryTitles } from '../../../../src/features/entries/catalogue/entry-titles.js'
import type { Entry } from '../../../../src/platform/model/entry.js'
import { readEntry } from '../installed.js'

function entry(id: string, title: string, questions: string[]): Entry {
  return { ...readEntry('nid-frelons'), id, title, questions }
}

describe('entryTitles', () => {
  it('takes short questions that say something else than the title, and no slip of one question', () => {
    const [found] = entryTitles([
      entry('nest', 'Nid de frelons', [
        'nid de frelons',
        'guêpes sous le toit',
        'guepes dangereuses',
        'nid de frellons',
        'bonjour, ma voisine a vu beaucoup de guêpes entrer sous les tuiles de son garage',
      ]),
    ])
    expect(found).toEqual({ id: 'nest', title: 'Nid de frelons', questions: ['guêpes sous le toit'] })
  })

  it('takes five of them at most', () => {
    const words = ['un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept'].map((word) => `${word}ieme`)
    const [found] = entryTitles([entry('many', 'Titre', [...words, ...words])])
    expect(found?.questions).toHaveLength(5)
  })

  it('leaves questions out of a large base, then its last entries', () => {
    const long = 'x'.repeat(40)
    const base = (count: number) =>
      Array.from({ length: count }, (_, at) => entry(`e${at}`, `${long}${at}`, ['mot unique', 'mot unique']))
    expect(entryTitles(base(1000)).map(({ questions }) => questions.length)).toEqual(Array(1000).fill(1))
    const huge = entryTitles(base(5000))
    expect(huge.length).toBeGreaterThan(1000)
    expect(huge.length).toBeLessThan(2000)
    expect(huge.every(({ questions }) => questions.length === 0)).toBe(true)
  })
})
