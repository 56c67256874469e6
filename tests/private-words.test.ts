import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'

/** Words that meant something here alone, and what the field says instead. Grown as they are found. */
const PRIVATE_WORDS: readonly [word: RegExp, instead: string][] = [
  [/fellow/i, 'instance'],
  [/\bshel(f|ves)\b|[a-z]Shel(f|ves)|\bShel(f|ves)/, 'collection'],
  [/keeper/i, 'document cache, or maintainer of an entry'],
  [/looker/i, 'viewer'],
  [/hurr(y|ied)/i, 'deadline'],
  [/\bopenHouse|[a-z]House\b/, 'installation, or opened store'],
  [/\blone (process|one)\b|loneProcess/, 'single instance'],
  [/fewAtOnce|few at once|fewATurn|few a turn/, 'concurrency limit'],
  [/takeOrders|leaveOrder|order of the command line/, 'operator command'],
]
/** What names them: this list, the decisions and the releases of the past, and a migration that databases know by its name. */
const EXEMPT = /private-words\.test|docs\/decisions\/|RESULTS\.md|migrations\/002-|migrate-schema|births\.test/

function textsIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return textsIn(path)
    return /\.(tsx?|mjs|md)$/.test(name) && !EXEMPT.test(path) ? [path] : []
  })
}

describe('the English of the sources and the documents', () => {
  it('has no private word', () => {
    const files = [
      ...['src', 'tests', 'scripts', 'docs'].flatMap(textsIn),
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'README.md',
    ]
    expect(files.length).toBeGreaterThan(1_500)
    const found = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8')
      return PRIVATE_WORDS.flatMap(([word, instead]) => {
        const said = word.exec(text)?.[0]
        return said === undefined ? [] : [`${file}: "${said}", for ${instead}`]
      })
    })
    expect(found).toEqual([])
  })
})
