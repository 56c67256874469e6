import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  ContentError,
  loadEntries,
  parseEntry,
  parseEntryRow,
} from '../../../../src/features/entries/catalogue/load-entries.js'
import { SECTION_KEYS } from '../../../../src/platform/model/entry.js'
import { entryText, SIMPLE_TEXT } from '../sample-entry.js'

describe('parseEntry', () => {
  it('reads the front matter and the seven sections', () => {
    const entry = parseEntry('acte', entryText(), ['acte de naissance'])
    expect(entry).toMatchObject({
      id: 'acte',
      title: 'Demander un acte',
      owner: 'accueil',
      questions: ['acte de naissance'],
    })
    expect(Object.keys(entry.sections)).toEqual([...SECTION_KEYS])
    expect(entry.sections.cost).toBe('Gratuit.')
  })

  it('accepts either apostrophe, any case and Windows line ends', () => {
    const text = entryText().replace("## Où s'adresser", '## OÙ S’ADRESSER').replace(/\n/g, '\r\n')
    expect(parseEntry('acte', text, []).sections.place).toBe("À l'accueil.")
  })

  it('reads the simplified version, which may be missing', () => {
    expect(parseEntry('acte', entryText(), []).simple).toBeNull()
    const entry = parseEntry('acte', entryText() + SIMPLE_TEXT, [])
    expect(entry.simple).toMatch(/^C'est gratuit\.[\s\S]+telephone\}\}\.$/)
    expect(Object.keys(entry.sections)).toEqual([...SECTION_KEYS])
  })

  it('reads an entry of a title and a sentence, and one that has a few sections', () => {
    const [fields = ''] = entryText().split('## En bref')
    const short = parseEntry('acte', fields, [])
    expect(Object.values(short.sections)).toEqual(['', '', '', '', '', '', ''])
    expect(parseEntryRow(JSON.stringify({ ...short, sections: {} }))).toEqual({ entry: short })
    expect(parseEntry('acte', `${fields}## Coût\n\n25 €.\n`, []).sections).toMatchObject({ brief: '', cost: '25 €.' })
  })

  it('reads the short answers, none of which must be there', () => {
    const withShort = (short: string) => entryText().replace('category:', `short:\n${short}\ncategory:`)
    expect(parseEntry('acte', entryText(), [])).not.toHaveProperty('short')
    const { short, ...row } = parseEntry('acte', withShort('  cost: C’est gratuit.\n  where: "{{accueil.nom}}."'), [])
    expect(short).toEqual({ cost: 'C’est gratuit.', where: '{{accueil.nom}}.' })
    const { simple: _, ...line } = { ...row, short }
    expect(parseEntryRow(JSON.stringify(line))).toMatchObject({ entry: { short } })
    expect(() => parseEntry('acte', withShort('  price: 3 €.'), [])).toThrow(/price/)
    expect(() => parseEntry('acte', withShort(`  cost: ${'a'.repeat(201)}`), [])).toThrow(/short/)
    expect(() => parseEntry('acte', withShort('  cost: "Un.\\n\\nDeux."'), [])).toThrow(/one line/)
  })

  it('unfolds no front matter of aliases of aliases', () => {
    const letters = [...'bcdefghi']
    const laughs = letters.map((name, at) => {
      const before = String.fromCharCode(name.charCodeAt(0) - 1)
      return `${at === 0 ? '  a: &a [x, x, x, x, x, x, x, x, x]\n' : ''}  ${name}: &${name} [${`*${before}, `.repeat(9)}]`
    })
    const text = entryText().replace('---\n', `---\nlaughs:\n${laughs.join('\n')}\n`)
    expect(() => parseEntry('acte', text, [])).toThrow(/alias/i)
  })

  it('reads it in a line of a base as well', () => {
    const { simple: _, ...row } = parseEntry('acte', entryText(), [])
    expect(parseEntryRow(JSON.stringify(row))).toMatchObject({ entry: { simple: null } })
    expect(parseEntryRow(JSON.stringify({ ...row, simple: 'Bref.' }))).toMatchObject({ entry: { simple: 'Bref.' } })
    expect(parseEntryRow(JSON.stringify({ ...row, simple: '' }))).toMatchObject({
      fault: expect.stringContaining('simple'),
    })
  })

  it.each([
    [
      'an empty simplified version',
      (text: string) => `${text}\n## Version simplifiée\n`,
      /"Version simplifiée" is empty/,
    ],
    ['no front matter', (text: string) => text.replace(/^---/, ''), /front matter/],
    ['an empty section', (text: string) => text.replace('Gratuit.', ''), /section "Coût" is missing or empty/],
    [
      'an eighth section',
      (text: string) => `${text}\n## Bon à savoir\n\nRien.\n`,
      /"Bon à savoir" is not one of the seven/,
    ],
    ['a section written twice', (text: string) => `${text}\n## Coût\n\n25 €.\n`, /"Coût" is written twice/],
    [
      'text before the sections',
      (text: string) => text.replace('## En bref', 'Perdu.\n\n## En bref'),
      /before the first section/,
    ],
    ['an unknown field', (text: string) => text.replace('owner:', 'maire: Anne\nowner:'), /maire/],
    ['an unknown category', (text: string) => text.replace('etat-civil', 'divers'), /category/],
    ['a title that is too long', (text: string) => text.replace('Demander un acte', 'a'.repeat(91)), /title|90/],
    ['a date that does not exist', (text: string) => text.replace('2027-03-31', '2027-02-30'), /date|reviewBy/],
    ['an address without https', (text: string) => text.replace('https://www', 'http://www'), /url/i],
  ])('refuses %s', (_, spoil, fault) => {
    expect(() => parseEntry('acte', spoil(entryText()), [])).toThrow(fault)
  })
})

describe('loadEntries', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-entries-'))
    await mkdir(join(folder, 'knowledge'))
    await mkdir(join(folder, 'intents'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const load = () => loadEntries({ knowledgeDir: join(folder, 'knowledge'), intentsDir: join(folder, 'intents') })

  it('joins an answer with its questions, in the order of ids', async () => {
    await writeFile(join(folder, 'knowledge', 'b.md'), entryText())
    await writeFile(join(folder, 'knowledge', 'a.md'), entryText())
    const intent = { name: 'b', contexts: [], utterances: { fr: ['ma question'] }, slots: [] }
    await writeFile(join(folder, 'intents', 'b.json'), JSON.stringify(intent))
    expect((await load()).map(({ id, questions }) => [id, questions])).toEqual([
      ['a', []],
      ['b', ['ma question']],
    ])
  })

  it('names every file at fault at once', async () => {
    await writeFile(join(folder, 'knowledge', 'a.md'), 'rien')
    await writeFile(join(folder, 'knowledge', 'b.md'), entryText())
    await writeFile(join(folder, 'knowledge', 'c.md'), entryText())
    await writeFile(join(folder, 'intents', 'c.json'), '{}')
    const error = await load().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ContentError)
    expect((error as ContentError).faults.map(({ file }) => file)).toEqual(['a.md', 'c.md'])
    expect((error as ContentError).message).toContain('utterances')
  })
})
