import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'

function words(language: string): Record<string, string> {
  return JSON.parse(readFileSync(`knowledge/messages/widget.${language}.json`, 'utf8'))
}

const places = (sentence: string) => [...sentence.matchAll(/\{\w+\}/g)].map(String).sort()

describe('sentences of the widget', () => {
  const french = Object.entries(words('fr'))

  it('exist in English under the same keys, with the same places to fill', () => {
    const english = words('en')
    expect(Object.keys(english)).toEqual(french.map(([key]) => key))
    for (const [key, sentence] of french) expect([key, places(english[key] ?? '')]).toEqual([key, places(sentence)])
  })

  it.each(french)('%s follows French typography', (_key, sentence) => {
    expect(sentence).not.toMatch(/[^\u202f][;!?»]/)
    expect(sentence).not.toMatch(/[^\u00a0]:/)
    expect(sentence).not.toMatch(/«[^\u202f]/)
    expect(sentence).not.toMatch(/['"]|\.\.\./)
    expect(sentence).not.toMatch(/\d \d/)
  })
})
