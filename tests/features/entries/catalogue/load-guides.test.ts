import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ContentError } from '../../../../src/features/entries/catalogue/load-entries.js'
import { loadGuidedEntries } from '../../../../src/features/entries/catalogue/load-guides.js'
import { mergeEntries } from '../../../../src/features/entries/catalogue/load-own-entries.js'
import { entry, entryText } from '../sample-entry.js'

const GUIDE = {
  title: 'Carte',
  from: { perte: {}, premiere: { cas: 'premiere' } },
  questions: [
    {
      slot: 'age',
      text: 'Adulte ou enfant ?',
      choices: [
        { value: 'majeur', label: 'Un adulte', say: ['moi'] },
        { value: 'mineur', label: 'Un enfant' },
      ],
    },
    {
      slot: 'cas',
      text: 'Perdue, ou première ?',
      help: 'La première de toutes.',
      choices: [
        { value: 'perdue', label: 'Perdue' },
        { value: 'premiere', label: 'Première' },
      ],
    },
  ],
  branches: [
    { when: { age: 'mineur' }, entry: 'enfant', note: 'Avec un **parent**.' },
    { when: { cas: 'perdue' }, entry: 'perte' },
    { when: { cas: ['premiere'] } },
  ],
}
const AGE = {
  name: 'age',
  type: 'list',
  occurrences: [
    { name: 'majeur', synonyms: ['adulte'] },
    { name: 'mineur', synonyms: ['enfant', 'mon fils'] },
  ],
}
const COMMANDS = { name: 'guide-commands', type: 'list', occurrences: [{ name: 'back', synonyms: ['retour'] }] }
const SLOTS = [
  { name: 'age', entities: ['age'] },
  { name: 'cas', entities: [] },
]

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-guides-'))
  await mkdir(join(folder, 'knowledge', 'guides'), { recursive: true })
  await mkdir(join(folder, 'intents', 'entities'), { recursive: true })
  for (const id of ['enfant', 'perte', 'premiere']) await writeFile(join(folder, 'knowledge', `${id}.md`), entryText())
  for (const id of ['perte', 'premiere']) await write(`intents/${id}.json`, intent(SLOTS))
  await write('intents/entities/age.json', AGE)
  await write('intents/entities/guide-commands.json', COMMANDS)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const intent = (slots: unknown[]) => ({ name: 'x', contexts: [], utterances: { fr: ['une question'] }, slots })
const write = (path: string, content: unknown) => writeFile(join(folder, path), JSON.stringify(content))
const load = () => loadGuidedEntries({ knowledgeDir: join(folder, 'knowledge'), intentsDir: join(folder, 'intents') })
const guideOf = async (id: string) => (await load()).find((one) => one.id === id)?.guide

describe('loadGuidedEntries', () => {
  it('takes files that begin with the mark of UTF-8, and refuses another encoding', async () => {
    const mark = (text: unknown) => `\ufeff${JSON.stringify(text)}`
    await writeFile(join(folder, 'knowledge', 'guides', 'carte.json'), mark(GUIDE))
    await writeFile(join(folder, 'intents', 'perte.json'), mark(intent(SLOTS)))
    await writeFile(join(folder, 'intents', 'entities', 'age.json'), mark(AGE))
    expect((await guideOf('perte'))?.title).toBe('Carte')
    await writeFile(join(folder, 'knowledge', 'guides', 'carte.json'), Buffer.from(JSON.stringify(GUIDE), 'latin1'))
    await expect(load()).rejects.toThrow('guides/carte.json: is not in UTF-8')
  })

  it('gives each entry the guide that begins by it, with the words of its slots', async () => {
    await write('knowledge/guides/carte.json', GUIDE)
    expect(await guideOf('enfant')).toBeUndefined()
    expect(await guideOf('premiere')).toMatchObject({
      id: 'carte',
      given: { cas: 'premiere' },
      otherwise: { entryId: 'premiere' },
    })
    expect(await guideOf('perte')).toEqual({
      id: 'carte',
      title: 'Carte',
      questions: [
        {
          slot: 'age',
          text: 'Adulte ou enfant ?',
          choices: [
            { value: 'majeur', label: 'Un adulte', words: ['adulte'], replies: ['moi'] },
            { value: 'mineur', label: 'Un enfant', words: ['enfant', 'mon fils'], replies: [] },
          ],
        },
        {
          slot: 'cas',
          text: 'Perdue, ou première ?',
          help: 'La première de toutes.',
          choices: [
            { value: 'perdue', label: 'Perdue', words: [], replies: [] },
            { value: 'premiere', label: 'Première', words: [], replies: [] },
          ],
        },
      ],
      branches: [
        { when: { age: ['mineur'] }, entryId: 'enfant', note: 'Avec un **parent**.' },
        { when: { cas: ['perdue'] }, entryId: 'perte' },
        { when: { cas: ['premiere'] }, entryId: 'perte' },
      ],
      otherwise: { entryId: 'perte' },
      given: {},
      commands: { back: ['retour'], restart: [], unsure: [], general: [], leave: [] },
    })
  })

  it('does without a folder of guides', async () => {
    await rm(join(folder, 'knowledge', 'guides'), { recursive: true })
    expect((await load()).map(({ guide }) => guide)).toEqual([undefined, undefined, undefined])
  })

  it('keeps the guide of a shared entry that a commune writes anew', async () => {
    await write('knowledge/guides/carte.json', GUIDE)
    const [merged] = mergeEntries(await load(), { entries: [entry('perte', 'La nôtre')], archivedIds: [] }).filter(
      ({ id }) => id === 'perte',
    )
    expect(merged).toMatchObject({ title: 'La nôtre', guide: { id: 'carte' } })
  })

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'a branch to an unknown entry',
      () =>
        write('knowledge/guides/carte.json', {
          ...GUIDE,
          branches: [...GUIDE.branches, { when: {}, entry: 'ailleurs' }],
        }),
      'no entry "ailleurs"',
    ],
    [
      'an unknown entry to begin by',
      () => write('knowledge/guides/carte.json', { ...GUIDE, from: { ...GUIDE.from, ailleurs: {} } }),
      'no entry "ailleurs"',
    ],
    [
      'no entry to begin by',
      () => write('knowledge/guides/carte.json', { ...GUIDE, from: {} }),
      'entered by at least one entry',
    ],
    [
      'an answer implied that is no choice',
      () => write('knowledge/guides/carte.json', { ...GUIDE, from: { perte: { cas: 'volee' } } }),
      'from "perte": no question has "cas" with the choice "volee"',
    ],
    [
      'answers that lead nowhere',
      () => write('knowledge/guides/carte.json', { ...GUIDE, branches: GUIDE.branches.slice(0, 2) }),
      'no branch for age=majeur, cas=premiere',
    ],
    [
      'four questions',
      () => write('knowledge/guides/carte.json', { ...GUIDE, questions: [...GUIDE.questions, ...GUIDE.questions] }),
      'questions: 4 are too many',
    ],
    ['an unknown field', () => write('knowledge/guides/carte.json', { ...GUIDE, titre: 'Carte' }), 'titre'],
    ['JSON that is broken', () => writeFile(join(folder, 'knowledge/guides/carte.json'), '{'), 'JSON'],
    [
      'a slot that the intent does not have',
      () => write('intents/perte.json', intent([])),
      'intents/perte.json has no slot "age"',
    ],
    [
      'an entity that does not exist',
      () => rm(join(folder, 'intents/entities/age.json')),
      'intents/entities/age.json: there is no such file',
    ],
    [
      'an entity that is no list',
      () => write('intents/entities/age.json', { ...AGE, type: 'pattern' }),
      'intents/entities/age.json: type',
    ],
    [
      'two guides of one entry',
      () => write('knowledge/guides/autre.json', GUIDE),
      'from: "perte" has another guide, autre',
    ],
  ])('refuses %s, and says where', async (_, spoil, fault) => {
    await write('knowledge/guides/carte.json', GUIDE)
    await spoil()
    const error = await load().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ContentError)
    expect((error as ContentError).message).toContain('guides/carte.json: ')
    expect((error as ContentError).message).toContain(fault)
  })
})
