import { expect, it } from '@jest/globals'
import { loadEntries } from '../../../src/features/entries/catalogue/load-entries.js'
import { entryContent } from '../../../src/features/entries/contract.js'
import { contentOf } from '../../../src/features/entries/editing/curated-entries.js'

it('every installed entry can be saved in the editor as it is', async () => {
  const entries = await loadEntries({ knowledgeDir: 'knowledge', intentsDir: 'intents' })
  const refused = entries.flatMap((entry) => {
    const { error } = entryContent.safeParse(contentOf(entry))
    return error
      ? [`${entry.id}: ${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join(', ')}`]
      : []
  })
  expect(entries.length).toBeGreaterThan(200)
  expect(refused).toEqual([])
})
