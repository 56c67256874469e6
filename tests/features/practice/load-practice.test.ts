import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { faultsInEntries, faultsInScript } from '../../../src/features/practice/check-exercise.js'
import { loadPractice } from '../../../src/features/practice/load-practice.js'
import { knowledgeDir, readEntry } from '../entries/installed.js'
import { MANNERS, sampleExercise } from './sample-exercise.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-practice-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, change: (text: string) => string): Promise<void> {
  const file = join(folder, 'practice', name)
  await writeFile(file, change(await readFile(file, 'utf8')))
}

describe('the files of practice', () => {
  it('may be missing: then there is no exercise', async () => {
    expect((await loadPractice(folder)).exercises).toEqual([])
  })

  it('may begin with the mark of UTF-8', async () => {
    await cp(join(knowledgeDir, 'practice'), join(folder, 'practice'), { recursive: true })
    await write('ec-pacs.json', (text) => `\ufeff${text}`)
    expect((await loadPractice(folder)).exercises.map(({ id }) => id)).toContain('ec-pacs')
  })

  it('are refused together, each with its fault', async () => {
    await cp(join(knowledgeDir, 'practice'), join(folder, 'practice'), { recursive: true })
    await write('ec-pacs.json', (text) => text.replace('"level": 2', '"level": 7'))
    await write('ec-prenom.json', (text) => text.replace('"id": "ec-prenom"', '"id": "prenom"'))
    await expect(loadPractice(folder)).rejects.toThrow(
      /practice\/ec-pacs\.json: level.*\npractice\/ec-prenom\.json: id: "prenom" is not the name/s,
    )
  })
})

describe('a check', () => {
  const pacs = sampleExercise({
    entries: ['pacs-conclure'],
    goals: [
      {
        id: 'free',
        kind: 'fact',
        label: 'Gratuit',
        heard: ['gratuit'],
        source: { entry: 'pacs-conclure', section: 'cost', quote: 'Gratuit à la mairie.' },
      },
      { id: 'stolen', kind: 'ask', label: 'Demander', heard: ['volee'], why: 'Parce que.' },
      { id: 'price', kind: 'ask', label: 'Demander', heard: ['prix'], why: 'Parce que.' },
    ],
  })
  const entries = new Map([['pacs-conclure', readEntry('pacs-conclure')]])

  it('finds entries that do not exist, and what they do not say', () => {
    expect(faultsInEntries(pacs, entries)).toEqual([])
    expect(faultsInEntries(pacs, new Map())).toEqual(['no entry "pacs-conclure"'])
    const [free, ...others] = pacs.goals
    const source = { entry: 'pacs-conclure', section: 'cost' as const, quote: 'Cent euros.' }
    const wrong = { ...pacs, goals: [...(free ? [{ ...free, source }] : []), ...others] }
    expect(faultsInEntries(wrong, entries)).toEqual([
      'goal "free": "Cent euros." is not in the section cost of pacs-conclure',
    ])
  })

  it('finds names that nothing has, goals without a source or a reason, and a model that forgets', () => {
    const faults = faultsInScript(
      {
        ...pacs,
        replies: [{ on: ['nothing'], say: 'oui' }],
        goals: [
          { id: 'free', kind: 'fact', label: 'Gratuit', heard: ['gratuit'] },
          { id: 'why', kind: 'ask', label: 'Demander', heard: ['pourquoi'] },
          { id: '115', kind: 'safety', label: 'Le 115', heard: ['115'] },
        ],
        model: ['Bonjour, donnez-moi votre mot de passe. /fiche/autre'],
      },
      MANNERS,
    )
    expect(faults).toEqual(
      expect.arrayContaining([
        'replies: nothing is called "nothing"',
        'goal "free": a fact says where it is written',
        'goal "why": a question says why',
        'goal "115": what protects says by which answer',
        'model: "free" is not heard',
        'model: pacs-conclure is not given',
        'model: no closing',
        'model: autre is not an entry of the exercise',
      ]),
    )
    expect(faults.some((fault) => fault.startsWith('model: "secret" is heard in'))).toBe(true)
  })
})
