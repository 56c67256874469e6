import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { loadAddresses } from '../../../src/assistant/addresses/load-addresses.js'
import { readTable } from '../../../src/assistant/words/tables.js'
import { ownEntries } from '../../../src/features/entries/catalogue/load-own-entries.js'
import { ADDRESS_KINDS, knownAt } from '../../../src/platform/model/address.js'
import { intentsDir, knowledgeDir } from '../../features/entries/installed.js'

const lexicon = await readTable('streets', { intentsDir })

let town: string
beforeEach(async () => {
  town = await mkdtemp(join(tmpdir(), 'guichet-addresses-'))
})
afterEach(() => rm(town, { recursive: true, force: true }))

async function write(name: string, content: string | Uint8Array) {
  const folder = join(town, 'communes', 'a', 'addresses')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), content)
}
const load = () => loadAddresses(town, ['a', 'b'], lexicon)
const faultsOf = async () =>
  load().then(
    () => [],
    ({ faults }) => faults,
  )

describe('loadAddresses', () => {
  it('makes one street of its spellings in all files; a commune may have none', async () => {
    await write(
      'vote.csv',
      'rue;du;au;cote;valeur\nav. de la Gare;1;9;impair;bureau 1\nAvenue de la gare;2;;Pair;bureau 2\n',
    )
    await write('ecole.csv', '\ufeffvaleur,rue,du,au,cote\n"École Ferry, centre",Avenue de la Gare,,,\n')
    const loaded = await load()
    expect([...loaded.keys()]).toEqual(['a'])
    const streets = [...(loaded.get('a')?.values() ?? [])]
    expect(streets).toMatchObject([
      {
        key: 'avenue-gare',
        type: 'avenue',
        words: ['gare'],
        rows: {
          vote: [
            { du: 1, au: 9, cote: 'impair' },
            { du: 2, cote: 'pair', valeur: 'bureau 2' },
          ],
          ecole: [{ cote: 'tous', valeur: 'École Ferry, centre' }],
        },
      },
    ])
  })

  it('reads the Windows encoding of spreadsheets', async () => {
    await write('quartier.csv', Buffer.from('rue;du;au;cote;valeur\nAllée des Prés;;;;Prés\n', 'latin1'))
    expect([...((await load()).get('a')?.values() ?? [])]).toMatchObject([
      { name: 'Allée des Prés', key: 'allee-pres' },
    ])
  })

  it('names every fault with its file and line', async () => {
    await write(
      'vote.csv',
      'rue;du;au;cote;valeur\n;;;;x\nRue A;;;;\nRue B;1a;;;x\nRue C;9;2;;x\nRue D;;;gauche;x\nRue E;;;;x\n',
    )
    await write('ecole.csv', 'rue;du;au;coté;valeurs\nRue A;;;;x\n')
    await write('votes.csv', 'rue\n')
    await write('quartier.csv', 'rue;du;au;cote;valeur\n')
    const at = (name: string, fault: string) => ({
      file: `communes/a/addresses/${name}`,
      fault: expect.stringContaining(fault),
    })
    expect(await faultsOf()).toEqual([
      at('ecole.csv', 'line 1: no column "cote"; is it "coté"?'),
      at('ecole.csv', 'line 1: no column "valeur"; is it "valeurs"?'),
      at('quartier.csv', 'line 1: no rows'),
      at('vote.csv', 'line 2: rue'),
      at('vote.csv', 'line 3: valeur'),
      at('vote.csv', 'line 4: du: "1a"'),
      at('vote.csv', 'line 5: du: 9 comes after 2'),
      at('vote.csv', 'line 6: cote: "gauche"'),
      at('votes.csv', 'did you mean "vote.csv"?'),
    ])
  })

  it('leaves a commune without entries of its own so', async () => {
    await write('vote.csv', 'rue;du;au;cote;valeur\nRue A;;;;x\n')
    expect(ownEntries(town).has('a')).toBe(false)
    await writeFile(join(town, 'communes', 'a', 'fiche.md'), '')
    expect(ownEntries(town).has('a')).toBe(true)
  })

  it('reads the demonstration: every street in every file', async () => {
    const streets = (await loadAddresses(knowledgeDir, ['villebourg'], lexicon)).get('villebourg')
    expect(streets?.size).toBeGreaterThanOrEqual(20)
    for (const { rows } of streets?.values() ?? []) expect(Object.keys(rows).sort()).toEqual([...ADDRESS_KINDS].sort())
  })
})

describe('knownAt', () => {
  const row = { rue: 'Rue A', valeur: 'x' }
  const street = (...vote: object[]) =>
    ({ key: 'rue-a', name: 'Rue A', type: 'rue', words: ['a'], rows: { vote } }) as Parameters<typeof knownAt>[0]

  it.each([
    [1, ['odd']],
    [9, ['odd']],
    [11, []],
    [2, ['even']],
    [900, ['even']],
  ])('at number %d: %p', (number, values) => {
    const sides = street(
      { ...row, du: 1, au: 9, cote: 'impair', valeur: 'odd' },
      { ...row, du: 2, cote: 'pair', valeur: 'even' },
    )
    expect(knownAt(sides, number).told.vote?.values).toEqual(values)
  })

  it('needs a number only where rows differ by it', () => {
    expect(knownAt(street({ ...row, cote: 'tous' }), null).told.vote).toEqual({ side: 'tous', values: ['x'] })
    expect(knownAt(street({ ...row, cote: 'pair' }), null).told.vote).toBeUndefined()
  })
})
