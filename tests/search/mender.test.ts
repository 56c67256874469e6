import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { isFrenchForm } from '../../src/search/french-forms.js'
import { soundOf } from '../../src/search/french-sound.js'
import { type Mend, openMender } from '../../src/search/mender.js'
import { slipBetween } from '../../src/search/slips.js'

const OWN = new Set(['cerfa', 'kerlouan', 'brassins'])
let mendWith: Mend
const mend = (text: string) => mendWith(text, (word) => OWN.has(word))

beforeAll(async () => {
  mendWith = await openMender()
})

describe('a misspelt question', () => {
  it.each([
    // A finger that slips.
    ['je veux une catre grise', 'je veux une carte grise'],
    ['renouvler mon passpeort', 'renouveler mon passeport'],
    ['Comment déclarer une naissnace ?', 'Comment déclarer une naissance ?'],
    ['PASSEPROT PERDU', 'passeport PERDU'],
    // By ear.
    ['inscripsion a la quantine', 'inscription a la cantine'],
    ['coman fère', 'comment faire'],
    ['ou es mon buro de vote', 'ou es mon bureau de vote'],
    ['inscrir mon enfan', 'inscrire mon enfant'],
    // Without the apostrophe, glued, cut.
    ['ma carte didentité', "ma carte d'identité"],
    ['cartedidantité perdue', "carte d'identité perdue"],
    ['le plan durbanisme', "le plan d'urbanisme"],
    ['un acte de nais sance', 'un acte de naissance'],
    ['a ctes de naissance', 'actes de naissance'],
  ])('%s', (typed, meant) => {
    expect(mend(typed)).toBe(meant)
  })

  it.each([
    ['rare words', 'la charte du tréma et du cygne'],
    ['inflected words', 'nous déménagerions et ils inscrivirent'],
    ['what the entries have', 'le cerfa des brassins à kerlouan'],
    ['names', 'je cherche madame Kowalczick, de Plougastell'],
    ['numbers and codes', 'le 12bis, formulaire 15646*01, h264'],
    ['abbreviations', 'dpt cni rdv pbm'],
    ['another language', 'ich möchte einen Reisepass beantragen bitte'],
    ['words that nobody knows', 'frobozz quux'],
    ['letters typed at random', 'qsdklfjqsmdlkfj zxcvbzxcvb'],
    ['a question without a fault', "Comment refaire ma carte d'identité ?"],
    ['nothing', ''],
  ])('leaves %s as they are', (_, text) => {
    expect(mend(text)).toBeNull()
  })

  it('does not look at more unknown words than a turn has time for', () => {
    const mended = mend('passpeort '.repeat(60)) ?? ''
    expect(mended.match(/passeport/g)).toHaveLength(16)
    expect(mended.match(/passpeort/g)).toHaveLength(44)
  })
})

describe('what the mender knows', () => {
  it('has every French form, and one in a hundred that is none', () => {
    for (const word of ['charte', 'trema', 'mangerions', 'naissance', 'quad']) expect(isFrenchForm(word)).toBe(true)
    const none = Array.from({ length: 2_000 }, (_, i) => `zq${i.toString(26).replace(/\d/g, 'w')}xk`)
    expect(none.filter(isFrenchForm).length).toBeLessThan(60)
  })

  it('has the sound of each word as it is heard now', async () => {
    const lines = (await readFile('src/search/meant-words.txt', 'utf8')).trim().split('\n')
    expect(lines.length).toBeGreaterThan(9_000)
    const others = lines.map((line) => line.split('\t')).filter(([word = '', sound]) => soundOf(word) !== sound)
    expect(others).toEqual([])
  })

  it.each([
    ['paspor', 'passeport', false],
    ['karte', 'carte', true],
    ['simetière', 'cimetière', true],
    ['voudré', 'voudrais', true],
    ['obsèke', 'obsèques', true],
    ['téléfone', 'téléphone', true],
    ['chien', 'chat', false],
  ])('hears whether %s sounds like %s', (a, b, isAlike) => {
    expect(soundOf(a) === soundOf(b)).toBe(isAlike)
  })

  it('counts a key beside, a double letter and a swap for less than another letter', () => {
    const another = slipBetween('catte', 'carte')
    expect(slipBetween('caete', 'carte')).toBeLessThan(slipBetween('capte', 'carte'))
    expect(slipBetween('carrte', 'carte')).toBeLessThan(another)
    expect(slipBetween('catre', 'carte')).toBeLessThan(2 * another)
    expect(slipBetween('tarte', 'carte')).toBeGreaterThan(another)
    expect(slipBetween('carte', 'carte')).toBe(0)
    expect(slipBetween('naissance', 'carte', 2)).toBe(Number.POSITIVE_INFINITY)
  })
})
