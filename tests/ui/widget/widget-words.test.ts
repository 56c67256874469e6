import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { LANGUAGES } from '../../../src/platform/model/language.js'

function words(language: string): Record<string, string> {
  const files = ['widget', 'widget-parts', 'widget-extras', 'widget-comfort'].map((name) =>
    readFileSync(`knowledge/messages/${name}.${language}.json`, 'utf8'),
  )
  return Object.assign({}, ...files.map((file) => JSON.parse(file)))
}

const places = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort()

describe('sentences of the widget', () => {
  const french = Object.entries(words('fr'))

  it.each(LANGUAGES)('exist in %s under the same keys, in the same order, with the same places to fill', (language) => {
    const own = words(language)
    expect(Object.keys(own)).toEqual(french.map(([key]) => key))
    for (const [key, sentence] of french) expect([key, places(own[key] ?? '')]).toEqual([key, places(sentence)])
    expect(Object.entries(own).filter(([, sentence]) => sentence.trim() === '')).toEqual([])
  })

  it('name each language in itself', () => {
    const names = JSON.parse(readFileSync('knowledge/messages/languages.json', 'utf8'))
    expect(Object.keys(names)).toEqual([...LANGUAGES])
  })

  it.each(french)('%s follows French typography', (_key, sentence) => {
    expect(sentence).not.toMatch(/[^\u202f][;!?»]/)
    expect(sentence).not.toMatch(/[^\u00a0]:/)
    expect(sentence).not.toMatch(/«[^\u202f]/)
    expect(sentence).not.toMatch(/['"]|\.\.\./)
    expect(sentence).not.toMatch(/\d \d/)
  })
})
