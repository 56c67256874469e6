import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { runLintPractice } from '../../src/commands/lint-practice.js'
import { hearCommand } from './hear-command.js'

let folder: string
let said: () => string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-lint-practice-'))
  for (const one of ['practice', 'pacs-conclure.md'])
    await cp(join('knowledge', one), join(folder, one), { recursive: true })
  said = hearCommand()
})
afterEach(async () => {
  jest.restoreAllMocks()
  delete process.env.GUICHET_KNOWLEDGE_DIR
  await rm(folder, { recursive: true, force: true })
})

describe('npm run lint-practice', () => {
  it('finds no fault in the installed exercises', async () => {
    expect(await runLintPractice()).toBe(0)
    expect(said()).toMatch(/^\d\d exercises, 0 faults\n$/)
  })

  it('names each file and fault: here, all entries but one are gone, and the fee of that one has changed', async () => {
    process.env.GUICHET_KNOWLEDGE_DIR = folder
    const file = join(folder, 'pacs-conclure.md')
    await writeFile(file, (await readFile(file, 'utf8')).replace('Gratuit à la mairie.', 'Dix euros à la mairie.'))
    expect(await runLintPractice()).toBe(1)
    expect(said()).toContain('practice/ec-pacs.json: goal "free": "Gratuit à la mairie." is not in the section cost')
    expect(said()).toContain('practice/es-violences.json: no entry "violences-conjugales"')
  })

  it('says which file cannot be read', async () => {
    process.env.GUICHET_KNOWLEDGE_DIR = folder
    await writeFile(join(folder, 'practice', 'broken.json'), '{')
    expect(await runLintPractice()).toBe(1)
    expect(said()).toContain('practice/broken.json')
  })
})
