import { beforeAll, describe, expect, it } from '@jest/globals'
import { frenchDigest } from '../../../src/features/entries/render/translation-of.js'
import { fetchText } from '../../../src/features/packs/fetch-text.js'
import { faultOfPack, openPack } from '../../../src/features/packs/open-pack.js'
import type { Pack, SignedPack } from '../../../src/features/packs/pack.js'
import {
  canonicalJson,
  fingerprintOf,
  newPackKey,
  packFile,
  publicKeyOf,
  readPackKey,
  signPack,
} from '../../../src/features/packs/pack-keys.js'
import { filledEntry, servicesOf } from '../../../src/features/packs/pack-update.js'
import { mergeContents } from '../../../src/features/packs/three-way-merge.js'
import { isPrivateAddress } from '../../../src/platform/security/private-address.js'
import { content } from '../../contract/sample-entry-content.js'
import { fc } from '../../properties.js'

const key = readPackKey(newPackKey().privateKeyPem)
const pack: Pack = {
  id: 'piscines',
  title: 'Piscines',
  version: '1.2.0',
  licence: 'Licence Ouverte 2.0',
  source: { name: 'Ville de Villebourg', url: '' },
  publishedAt: '2026-11-24T10:00:00.000Z',
  notes: '',
  entries: [{ id: 'piscine', ...content() }],
}
let signed: SignedPack
beforeAll(() => {
  signed = signPack(pack, key)
})
const refusal = (value: unknown, trusted?: string) => {
  const opened = openPack(typeof value === 'string' ? value : JSON.stringify(value), trusted)
  return opened.outcome === 'refused' ? opened.refusal : opened.outcome
}

describe('openPack', () => {
  it('opens what is signed, whatever the order of its fields', () => {
    expect(openPack(packFile(signed))).toEqual({ outcome: 'opened', pack, key: publicKeyOf(key) })
    const turned = Object.fromEntries(Object.entries(pack).reverse())
    expect(refusal({ ...signed, pack: turned }, signed.key)).toBe('opened')
  })

  it('refuses what is tampered with, unsigned, of another key, of a newer format, or no pack', () => {
    const changed = { ...pack, entries: [{ ...pack.entries[0], summary: 'C’est payant.' }] }
    expect(refusal({ ...signed, pack: changed })).toBe('tampered')
    expect(refusal({ ...signed, signature: signPack({ ...pack, version: '1.2.1' }, key).signature })).toBe('tampered')
    expect(refusal({ ...signed, key: 'AAAA' })).toBe('tampered')
    expect(refusal({ format: 1, pack })).toBe('unsigned')
    expect(refusal({ ...signed, signature: '' })).toBe('unsigned')
    expect(refusal({ ...signed, format: 4 })).toBe('newer_format')
    expect(refusal(signed, publicKeyOf(readPackKey(newPackKey().privateKeyPem)))).toBe('changed_key')
    for (const other of ['', '{}', '[]', 'null', '{"format":1}']) expect(refusal(other)).toBe('not_a_pack')
  })

  it('refuses, though signed, a licence under which nothing may be shared, and entries that are not whole', () => {
    const sign = (patch: object) => signPack({ ...pack, ...patch } as Pack, key)
    expect(refusal(sign({ licence: 'Tous droits réservés' }))).toBe('licence')
    expect(refusal(sign({ version: '1.2' }))).toBe('bad_field')
    expect(refusal(sign({ entries: [...pack.entries, ...pack.entries] }))).toBe('doubles')
    expect(refusal(sign({ entries: [{ ...pack.entries[0], id: '../a' }] }))).toBe('bad_field')
    expect(refusal(sign({ entries: [{ ...pack.entries[0], online: [{ label: 'a', url: 'javascript:a' }] }] }))).toBe(
      'bad_field',
    )
  })

  it('refuses, though signed, a personal number in an entry or beside it, says where, and signs none', () => {
    const card = 'Payez avec 4970 1000 0000 0055.'
    const [entry] = pack.entries
    if (!entry) throw new Error('no entry')
    const sections = { ...entry.sections, cost: card }
    const places: [Partial<Pack>, string][] = [
      [{ entries: [{ ...entry, sections }] }, 'entries.piscine.sections.cost'],
      [{ entries: [{ ...entry, questions: ['a', card] }] }, 'entries.piscine.questions.1'],
      [{ notes: card }, 'notes'],
    ]
    for (const [patch, path] of places) {
      const faulty = { ...pack, ...patch }
      const refusal = { outcome: 'refused', refusal: 'personal_number', parameters: { path } }
      expect(openPack(packFile(signPack(faulty, key)))).toEqual(refusal)
      expect(faultOfPack(faulty)).toBe(`${path}: a social security number, an IBAN or a bank card`)
    }
    expect(faultOfPack(pack)).toBeNull()
  })

  it('never fails on any JSON', () => {
    fc.assert(fc.property(fc.json(), (json) => refusal(json) !== 'opened'))
  })
})

describe('guides and translations in a pack', () => {
  const french = content({ owner: 'sport', summary: 'À {{commune.nom}}, au {{sport.telephone}}.' })
  const translation = {
    title: 'Birth certificate',
    summary: 'In {{commune.nom}}, call {{sport.telephone}}.',
    online: [],
    sections: french.sections,
    translatedFrom: frenchDigest(french),
    translatedBy: 'Ailleurs',
    reviewed: true,
    date: '2026-11-25',
  }
  const entry = {
    id: 'piscine',
    ...french,
    guide: {
      title: 'Piscine',
      questions: [
        {
          slot: 'question-1',
          text: 'Enfant ou adulte ?',
          choices: [
            { value: 'reponse-1', label: 'Enfant', replies: [] },
            { value: 'reponse-2', label: 'Adulte', replies: [] },
          ],
        },
      ],
      branches: [
        { when: { 'question-1': ['reponse-1'] }, entryId: 'piscine', note: 'Appelez le {{sport.telephone}}.' },
        { when: {}, entryId: 'piscine' },
      ],
      otherwise: { entryId: 'piscine' },
      given: {},
    },
    translations: { en: translation },
  }
  const whole = { ...pack, entries: [entry] }

  it('are signed and opened with it, in a format that says so; without them, every version reads it', () => {
    const both = signPack(whole, key)
    expect([both.format, signed.format]).toEqual([2, 1])
    expect(openPack(packFile(both))).toMatchObject({ outcome: 'opened', pack: whole })
    const short = { where: '{{sport.nom}}.' }
    const inShort = signPack({ ...whole, entries: [{ ...entry, short }] }, key)
    expect(inShort.format).toBe(3)
    expect(openPack(packFile(inShort))).toMatchObject({ pack: { entries: [{ short }] } })
    expect(filledEntry({ ...entry, short }, { sport: 'accueil' }).short).toEqual({ where: '{{accueil.nom}}.' })
    const noLabel = { ...entry, guide: { ...entry.guide, title: '' } }
    expect(refusal(signPack({ ...pack, entries: [noLabel] }, key))).toBe('bad_field')
  })

  it('are filled in with the commune’s services, and stay translations of that very French', () => {
    const filled = filledEntry(entry, { sport: 'accueil' })
    expect(filled.guide?.branches[0]?.note).toBe('Appelez le {{accueil.telephone}}.')
    expect(filled.translations?.en?.summary).toBe('In {{commune.nom}}, call {{accueil.telephone}}.')
    expect(filled.translations?.en?.translatedFrom).toBe(frenchDigest(filled))
    const old = { ...entry, translations: { en: { ...translation, translatedFrom: 'fr-000000000000' } } }
    expect(filledEntry(old, { sport: 'accueil' }).translations?.en?.translatedFrom).toBe('fr-000000000000')
    expect(servicesOf(whole)).toEqual(['sport'])
  })

  it('are merged as wholes: a guide that both changed keeps the commune’s, and is said', () => {
    const { id: _, ...base } = entry
    const ours = { ...base, guide: { ...base.guide, title: 'La nôtre' } }
    const theirs = { ...base, guide: { ...base.guide, title: 'La leur', otherwise: { entryId: 'autre' } } }
    const { content: merged, conflicts } = mergeContents(base, ours, theirs)
    expect([merged.guide, conflicts]).toEqual([ours.guide, ['guide']])
    expect(mergeContents(base, base, theirs).content.guide).toEqual(theirs.guide)
  })
})

describe('canonicalJson', () => {
  it('says the same value in the same bytes', () => {
    expect(canonicalJson({ b: [1, 'é', null], a: { d: true, c: undefined } })).toBe('{"a":{"d":true},"b":[1,"é",null]}')
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('fingerprintOf', () => {
  it('is the same for the same key, and is read by four digits', () => {
    expect(fingerprintOf(signed.key)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/)
    expect(fingerprintOf(signed.key)).not.toBe(fingerprintOf(publicKeyOf(readPackKey(newPackKey().privateKeyPem))))
  })
})

describe('fetchText', () => {
  it('goes to no private address, by its number or by its name, and by https alone', async () => {
    const read = (address: string) => fetchText(address, { bytes: 100, timeoutMs: 1_000 })
    for (const address of ['http://example.org/a', 'file:///etc/passwd', 'https://a:b@example.org/', 'x', ''])
      expect(await read(address)).toEqual({ outcome: 'refused', refusal: 'bad_address' })
    for (const host of ['127.0.0.1', 'localhost', '10.1.2.3', '[::1]', '[::ffff:192.168.0.1]', '2130706433', '0x7f.1'])
      expect([host, await read(`https://${host}/`)]).toEqual([host, { outcome: 'refused', refusal: 'private_address' }])
  })

  it('knows the addresses of the server and of private networks', () => {
    const own = [
      '0.0.0.0',
      '169.254.169.254',
      '172.31.0.1',
      '100.64.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      'fe80::1',
      'fd00::1',
      '::ffff:10.0.0.1',
      '::ffff:a00:1',
      '64:ff9b::a00:1',
      'nowhere',
    ]
    expect(own.filter((address) => !isPrivateAddress(address))).toEqual([])
    expect(['9.9.9.9', '172.32.0.1', '2a01:e0a::1'].filter(isPrivateAddress)).toEqual([])
  })
})
