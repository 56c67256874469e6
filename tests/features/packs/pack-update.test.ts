import { describe, expect, it } from '@jest/globals'
import type { Pack, PackEntry } from '../../../src/features/packs/pack.js'
import { comparePack, servicesOf } from '../../../src/features/packs/pack-update.js'
import { mergeContents } from '../../../src/features/packs/three-way-merge.js'
import { content } from '../../contract/sample-entry-content.js'

const base = content({ questions: ['a', 'b'] })
const pack = (...entries: PackEntry[]) => ({ entries }) as unknown as Pack
const section = (key: 'cost' | 'delay' | 'place', text: string, from = base) => ({
  ...from,
  sections: { ...from.sections, [key]: text },
})

describe('mergeContents', () => {
  it('takes what each changed, section by section and question by question', () => {
    const ours = { ...section('cost', '3 €'), questions: ['a', 'c'] }
    const theirs = { ...section('delay', '2 jours'), questions: ['a', 'b', 'd'] }
    const { content: merged, conflicts } = mergeContents(base, ours, theirs)
    expect(conflicts).toEqual([])
    expect(merged).toEqual({ ...section('delay', '2 jours', section('cost', '3 €')), questions: ['a', 'c', 'd'] })
  })

  it('keeps ours where both changed, and says where', () => {
    const merged = mergeContents(base, section('cost', '3 €'), { ...section('cost', '4 €'), title: 'Titre' })
    expect(merged).toEqual({ content: { ...section('cost', '3 €'), title: 'Titre' }, conflicts: ['sections.cost'] })
  })
})

describe('comparePack', () => {
  it('says of each entry who changed it', () => {
    const entries = ['kept', 'theirs', 'ours', 'both', 'deleted'].map((id) => [id, base] as const)
    const subscription = { base: { ...Object.fromEntries(entries), gone: base }, variables: {} }
    const ours = new Map([
      ['kept', base],
      ['theirs', base],
      ['ours', section('cost', '3 €')],
      ['both', section('cost', '3 €')],
      ['gone', base],
      ['same-id', section('cost', '3 €')],
    ])
    const next = pack(
      { id: 'kept', ...base },
      { id: 'theirs', ...section('delay', '2 jours') },
      { id: 'ours', ...base },
      { id: 'both', ...section('cost', '4 €', section('delay', '2 jours')) },
      { id: 'deleted', ...base },
      { id: 'new', ...base },
      { id: 'same-id', ...base },
    )
    const updates = comparePack(next, subscription, ours)
    const told = updates.map(({ entryId, state, conflicts }) => [entryId, state, conflicts])
    expect(told).toEqual([
      ['both', 'both', ['sections.cost']],
      ['deleted', 'ours', []],
      ['gone', 'withdrawn', []],
      ['kept', 'same', []],
      ['new', 'new', []],
      ['ours', 'ours', []],
      ['same-id', 'both', ['sections.cost']],
      ['theirs', 'theirs', []],
    ])
    const both = updates.find(({ entryId }) => entryId === 'both')
    expect(both?.merged).toEqual(section('cost', '3 €', section('delay', '2 jours')))
  })

  it('fills services and variables in before it compares, so that a name of one’s own is no change', () => {
    const theirs = { ...section('place', '{{etat-civil.nom}}, {{etat-civil.telephone}}'), owner: 'etat-civil' }
    const ours = { ...section('place', '{{accueil.nom}}, 02 00 00 00 00'), owner: 'accueil' }
    const variables = { 'etat-civil': 'accueil', 'etat-civil.telephone': '02 00 00 00 00' }
    const [update] = comparePack(
      pack({ id: 'acte', ...theirs }),
      { base: { acte: ours }, variables },
      new Map([['acte', ours]]),
    )
    expect(update?.state).toBe('same')
    expect(servicesOf(pack({ id: 'acte', ...theirs }))).toEqual(['etat-civil'])
  })
})
