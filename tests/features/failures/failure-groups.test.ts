import { describe, expect, it } from '@jest/globals'
import { type FailureGroup, keepIdentities } from '../../../src/features/failures/failure-groups.js'

const made = (...groups: string[][]) =>
  groups.map((failureIds) => ({ failureIds, centralId: failureIds[0] ?? '', words: [] }))
const idOf = (failureId: string) => `of-${failureId}`
const named = (groups: readonly FailureGroup[]) => groups.map(({ id, failureIds }) => `${id}:${failureIds.join('')}`)

describe('the identity of a group', () => {
  it('comes from its oldest failure, and stays while most of its members do', () => {
    const first = keepIdentities(made(['a', 'b', 'c'], ['d']), [], idOf)
    expect(named(first)).toEqual(['of-a:abc', 'of-d:d'])
    // The oldest is forgotten, another joins: the same group.
    expect(named(keepIdentities(made(['b', 'c', 'e'], ['d']), first, idOf))).toEqual(['of-a:bce', 'of-d:d'])
  })

  it('goes with the larger part when a group is split, to the larger group when two are joined, and is never shared', () => {
    const first = keepIdentities(made(['a', 'b', 'c'], ['d', 'e']), [], idOf)
    const split = named(keepIdentities(made(['a'], ['b', 'c'], ['d', 'e']), first, idOf))
    expect(split.slice(1)).toEqual(['of-a:bc', 'of-d:de'])
    expect(new Set(split.map((one) => one.split(':')[0])).size).toBe(3)
    expect(named(keepIdentities(made(['a', 'b', 'c', 'd', 'e']), first, idOf))).toEqual(['of-a:abcde'])
  })
})
