import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { loadLexicons } from '../../../src/assistant/words/load-lexicons.js'
import { ContentError } from '../../../src/features/entries/catalogue/load-entries.js'
import { RECOGNISED_LANGUAGES } from '../../../src/platform/model/language.js'
import { intentsDir } from '../../features/entries/installed.js'

describe('loadLexicons', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-lexicons-'))
    await mkdir(join(folder, 'lexicons'))
  })
  afterEach(() => rm(folder, { recursive: true }))
  const write = (language: string, text: string) => writeFile(join(folder, 'lexicons', `${language}.tsv`), text)

  it('reads pairs, and words without a subject', async () => {
    await write('es', 'pasaporte\tpasseport\nel\t\n')
    const lexicons = await loadLexicons({ intentsDir: folder })
    expect([...lexicons.keys()]).toEqual(['es'])
    expect(lexicons.get('es')).toEqual([
      { foreign: 'pasaporte', french: 'passeport' },
      { foreign: 'el', french: '' },
    ])
  })

  it('names every line that is not a pair, and every word that is there twice', async () => {
    await write('es', 'pasaporte\nboda\tmariage\nboda\tnoces\na\tb\tc\n')
    const failure = await loadLexicons({ intentsDir: folder }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ContentError)
    expect((failure as ContentError).faults).toEqual([
      { file: 'lexicons/es.tsv', fault: 'line 1: expected foreign<TAB>french' },
      { file: 'lexicons/es.tsv', fault: 'line 3: "boda" is there twice' },
      { file: 'lexicons/es.tsv', fault: 'line 4: expected foreign<TAB>french' },
    ])
  })
})

it('has a lexicon for every language that is recognised, French aside', async () => {
  const lexicons = await loadLexicons({ intentsDir })
  const sizes = RECOGNISED_LANGUAGES.filter((language) => language !== 'fr').map((language) => [
    language,
    lexicons.get(language)?.filter(({ french }) => french !== '').length ?? 0,
  ])
  expect(sizes.filter(([, size]) => Number(size) < 250)).toEqual([])
})
