import { expect, it } from '@jest/globals'
import { toUrl } from '../../../src/platform/text/to-url.js'

it('reads an address, alone or from another one, and is null for what is none', () => {
  expect(toUrl('https://ville.example/a')?.pathname).toBe('/a')
  expect(toUrl('b', 'https://ville.example/a')?.href).toBe('https://ville.example/b')
  expect([toUrl('ville'), toUrl('https://'), toUrl('')]).toEqual([null, null, null])
})

it('still reads an address with accents once it has read very many', () => {
  const hosts = Array.from(
    { length: 30_000 },
    (_, index) => toUrl(index % 2 ? `https://a.fr/${index}` : 'https://évry.fr')?.host,
  )
  expect(new Set(hosts)).toEqual(new Set(['a.fr', 'xn--vry-9la.fr']))
})
