import { expect, it } from '@jest/globals'
import { ADMIN_PAGES, pageNamed } from '../../../src/ui/admin/pages.js'

it('leads former names to the pages that have taken another', () => {
  expect(pageNamed('imports', ADMIN_PAGES)?.id).toBe('national-feed')
  expect(pageNamed('accounts', ADMIN_PAGES)?.id).toBe('team')
  expect(pageNamed('nothing', ADMIN_PAGES)).toBeUndefined()
})

it('has no name that leads to two pages', () => {
  const names = ADMIN_PAGES.flatMap(({ id, former }) => [id, ...(former ? [former] : [])])
  expect(new Set(names).size).toBe(names.length)
})
