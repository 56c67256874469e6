import { describe, expect, it } from '@jest/globals'
import { diffTexts } from '../../../../src/features/entries/model/text-diff.js'
import { fc } from '../../../properties.js'

describe('texts that are compared', () => {
  it('show the word that changed among those that did not', () => {
    expect(diffTexts('Le timbre coûte 25 euros.', 'Le timbre coûte 30 euros.')).toEqual([
      { kind: 'same', text: 'Le timbre coûte ' },
      { kind: 'removed', text: '25' },
      { kind: 'added', text: '30' },
      { kind: 'same', text: ' euros.' },
    ])
  })

  it('are read one after the other when nearly every word changed', () => {
    const [before, after] = ['Venez à la mairie avec vos papiers.', 'Écrivez au service de l’eau, sans attendre.']
    expect(diffTexts(before, after)).toEqual([
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ])
  })

  it('take small words between two changes with them', () => {
    const parts = diffTexts(
      'Apportez votre livret de famille et une photo récente au guichet de la mairie.',
      'Apportez votre acte de naissance et une photo récente au guichet de la mairie.',
    )
    expect(parts.slice(1, 3)).toEqual([
      { kind: 'removed', text: 'livret de famille' },
      { kind: 'added', text: 'acte de naissance' },
    ])
  })

  it.each([
    ['words', 'maire ', '', 900],
    ['lines', 'Une ligne qui ne change pas.\n', '\n', 900],
  ])('are read one after the other when too many %s changed to look further', (_, same, end, few) => {
    const text = (times: number, changed: string) => `${same}${changed} ${end}`.repeat(times)
    expect(diffTexts(text(few, 'a'), text(few, 'b')).length).toBeGreaterThan(few)
    const [before, after] = [text(1_100, 'a'), text(1_100, 'b')]
    expect(diffTexts(before, after)).toEqual([
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ])
  })

  it('are both in the parts, whatever they are', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 12 }), fc.lorem({ maxCount: 12 }), fc.string(), (one, other, end) => {
        for (const [before, after] of [
          [one, other],
          [`${one} ${end}`, `${end} ${one}`],
        ] as const) {
          const parts = diffTexts(before, after)
          const without = (kind: string) =>
            parts
              .filter((part) => part.kind !== kind)
              .map(({ text }) => text)
              .join('')
          expect([without('added'), without('removed')]).toEqual([before, after])
        }
      }),
    )
  })
})
