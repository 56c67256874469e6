import { describe, expect, it } from '@jest/globals'
import { createDepartmentFinder } from '../../src/assistant/department-of.js'
import type { Entry } from '../../src/platform/model/entry.js'
import type { Turn } from '../../src/platform/model/turn.js'
import { entry } from '../features/entries/sample-entry.js'
import { commune } from '../platform/model/sample-commune.js'

const entryOf = (id: string, category: Entry['category']): [string, Entry] => [id, { ...entry(id), category }]
const ENTRIES = new Map([
  entryOf('naissance', 'etat-civil'),
  entryOf('permis', 'logement-urbanisme'),
  entryOf('chien', 'animaux'),
])
const TOWN = commune({
  departments: {
    civil: { nom: 'État civil', categories: ['etat-civil'] },
    urban: { nom: 'Urbanisme', categories: ['logement-urbanisme'] },
  },
})

const turn = (entryId: string | null, best: [id: string, confidence: number] | null = null) =>
  ({
    entryId,
    candidates: best ? [{ entryId: best[0], title: '', confidence: best[1], kept: false }] : [],
  }) as unknown as Turn

const find = (turns: Turn[], town = TOWN) =>
  createDepartmentFinder({
    store: { getTranscript: async () => ({ conversation: {} as never, messages: [], turns }) },
    communes: new Map([['bourg', town]]),
    entriesNow: () => ENTRIES,
  })({ id: 'c1', communeId: 'bourg' } as never)

describe('the department that should answer', () => {
  it('is that of the entry with which she was last answered', async () => {
    expect(await find([turn('naissance')])).toBe('civil')
    expect(await find([turn('naissance'), turn('permis')])).toBe('urban')
  })

  it('is that of the best candidate when she was not answered, if it is likely enough', async () => {
    expect(await find([turn(null, ['permis', 0.4])])).toBe('urban')
    expect(await find([turn(null, ['permis', 0.1])])).toBeUndefined()
  })

  it('is not lost by words that search for nothing: "a person, please"', async () => {
    expect(await find([turn('naissance'), turn(null)])).toBe('civil')
  })

  it('is none when no department names the category, the entry is gone, or nothing was asked', async () => {
    expect(await find([turn('chien')])).toBeUndefined()
    expect(await find([turn('disparue')])).toBeUndefined()
    expect(await find([])).toBeUndefined()
    expect(await find([turn('naissance')], commune())).toBeUndefined()
  })
})
