import { describe, expect, it } from '@jest/globals'
import { RANKED } from '../../../benchmarks/peers/system.js'
import { SYSTEMS, systemOf } from '../../../benchmarks/peers/systems.js'
import type { SearchDocument } from '../../../src/search/analysed-document.js'

const entry = (id: string, title: string, questions: string[], text: string): SearchDocument => ({
  id,
  title,
  questions,
  text,
})

const BASE = [
  entry('cni', "Refaire sa carte d'identité", ["ma carte d'identité est périmée"], 'Prenez rendez-vous en mairie.'),
  entry('cantine', 'Inscrire son enfant à la cantine', ['repas du midi à l’école'], 'Le dossier se dépose avant juin.'),
  entry('dechets', 'Déchèterie : horaires', ['où jeter des gravats'], 'La déchèterie prend les encombrants.'),
  entry('mariage', 'Se marier', [], 'Les futurs époux déposent un dossier de mariage.'),
]

describe('systemOf', () => {
  it('knows the systems by their ids, and no other', () => {
    expect(systemOf('bm25')).toBe(SYSTEMS.bm25)
    expect(() => systemOf('bm26')).toThrow('no system is called bm26: guichet, ')
  })
})

// The fused system needs the shipped model: `tests/commands/evaluate.test.ts` covers it.
const WITHOUT_MODEL = Object.entries(SYSTEMS).filter(([id]) => id !== 'guichet')

describe.each(WITHOUT_MODEL)('%s', (_id, kind) => {
  it('finds an obvious entry, in other forms of its words', async () => {
    const build = await kind.load()
    const { find } = await build(BASE, null)
    expect((await find("cartes d'identité périmées")).ids[0]).toBe('cni')
    expect((await find('inscription de mes enfants a la CANTINE')).ids[0]).toBe('cantine')
  })

  it('gives known entries at most, none for a question about nothing', async () => {
    const build = await kind.load()
    const { find } = await build(BASE, null)
    const { ids } = await find('horaires de la déchèterie')
    expect(ids.length).toBeGreaterThan(0)
    expect(ids.length).toBeLessThanOrEqual(RANKED)
    expect(new Set(ids).size).toBe(ids.length)
    expect(BASE.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
    expect((await find('xyzzyx')).ids).toEqual([])
  })
})
