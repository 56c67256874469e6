import { describe, expect, it } from '@jest/globals'
import { chooseFiches } from '../../../benchmarks/peers/town-hall-base.js'

const dossier = (name: string, size: number) =>
  Array.from({ length: size }, (_, i) => ({ id: `${name}${i}`, dossier: name }))

describe('chooseFiches', () => {
  const fiches = [...dossier('A', 8), ...dossier('B', 9), { id: 'alone', dossier: null }]

  it('takes a whole dossier when an eighth of it is named', () => {
    expect([...chooseFiches(fiches, new Set(['A0']))]).toEqual(dossier('A', 8).map(({ id }) => id))
  })

  it('takes of any other dossier only what is named, and of none what is not', () => {
    expect([...chooseFiches(fiches, new Set(['B3', 'alone', 'unknown']))]).toEqual(['B3', 'alone'])
  })
})
