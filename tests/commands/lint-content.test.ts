import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runLintContent } from '../../src/commands/lint-content.js'
import { entryText, SIMPLE_TEXT } from '../features/entries/sample-entry.js'

const BAD_TEXT = "\n## Version simplifiée\n\nC'est gratuit.\n\n- Apportez un justificatif.\n"

let folder: string
let said: string
let warned: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-lint-'))
  const knowledge = join(folder, 'knowledge')
  await mkdir(join(knowledge, 'communes', 'bourg'), { recursive: true })
  await cp('knowledge/messages', join(knowledge, 'messages'), { recursive: true })
  await cp('intents/lexicons', join(folder, 'intents', 'lexicons'), { recursive: true })
  process.env.GUICHET_KNOWLEDGE_DIR = knowledge
  process.env.GUICHET_INTENTS_DIR = join(folder, 'intents')
  said = ''
  warned = ''
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text)
    return true
  })
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    warned += String(text)
    return true
  })
})
afterEach(async () => {
  jest.restoreAllMocks()
  delete process.env.GUICHET_KNOWLEDGE_DIR
  delete process.env.GUICHET_INTENTS_DIR
  await rm(folder, { recursive: true, force: true })
})

const write = (path: string, text: string) => writeFile(join(folder, 'knowledge', path), text)

describe('npm run lint-content', () => {
  it('has nothing to say of entries without fault, or without a simplified version', async () => {
    await write('a.md', entryText())
    await write('b.md', entryText() + SIMPLE_TEXT)
    expect(await runLintContent([])).toBe(0)
    const lacks = 'réponses en une phrase à écrire\u00a0: short.papers, short.cost, short.delay, short.where.'
    for (const file of ['a', 'b']) expect(said).toContain(`knowledge/${file}.md: ${lacks}\n`)
    expect(said.split('\n').slice(2).join('\n')).toBe('Textes relus\u00a0: 1. Défauts\u00a0: 0. Conseils\u00a0: 0.\n')
  })

  it('names the file, the line and the column of a fault, in a commune’s own entries as well, and exits with 1', async () => {
    const line = (entryText() + BAD_TEXT).split('\n').findIndex((text) => text.includes('un justificatif.')) + 1
    await write('a.md', entryText() + BAD_TEXT)
    await write('communes/bourg/b.md', entryText() + BAD_TEXT)
    expect(await runLintContent([])).toBe(1)
    expect(said).toContain(`knowledge/a.md:${line}:15 «\u202fjustificatif\u202f»`)
    expect(said).toContain(`knowledge/communes/bourg/b.md:${line}:15 «\u202fjustificatif\u202f»`)
    expect(said).toContain('Défauts\u00a0: 2.')
  })

  it('adds advice and the ease of reading when asked', async () => {
    await write('a.md', `${entryText()}\n## Version simplifiée\n\nVeuillez venir.\n`)
    expect(await runLintContent([])).toBe(0)
    expect(said).not.toContain('Veuillez')
    expect(await runLintContent(['--remarks'])).toBe(0)
    expect(said).toMatch(/a\.md:\d+:1 «\u202fVeuillez\u202f»/)
    expect(said).toMatch(/Fiche «\u202fa\u202f».* lisibilité de \d+\./)
  })

  it('refuses an entry that leaves something to the town hall, whichever field says so', async () => {
    await write('a.md', entryText().replace('Quelques jours', 'à préciser par la mairie'))
    expect(await runLintContent([])).toBe(1)
    expect(said).toMatch(/knowledge\/a\.md: sections\.delay.*à préciser par la mairie/)
  })

  it('reads whole answers without refusing them', async () => {
    await write('a.md', entryText().replace('Aucune.', 'Un justificatif.'))
    expect(await runLintContent(['--answers'])).toBe(0)
    expect(said).toContain('justificatif')
  })

  it('names every file that cannot be read', async () => {
    await write('a.md', 'rien')
    expect(await runLintContent([])).toBe(1)
    expect(warned).toContain('a.md: no front matter')
  })

  it('says how it is used when it is asked for something else', async () => {
    expect(await runLintContent(['--unknown'])).toBe(2)
    expect(warned).toContain('usage: npm run lint-content')
  })
})
