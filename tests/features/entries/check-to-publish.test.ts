import { describe, expect, it } from '@jest/globals'
import { checkToPublish } from '../../../src/features/entries/pages/editor/editor-page.js'
import { sampleContent } from './pages/sample-content.js'

describe('before a draft is published', () => {
  const fault = { field: 'title', message: 'Trop court.' }

  it('what is written at this moment is checked, not what was before it was saved', async () => {
    let now = sampleContent({ title: '' })
    const checked: string[] = []
    const faults = await checkToPublish({
      flush: async () => true,
      latest: () => now,
      faultsOf: async (content) => {
        checked.push(content.title)
        // Mended while the first answer is on its way.
        if (checked.length === 1) now = sampleContent({ title: 'Piscine' })
        return content.title === '' ? [fault] : []
      },
    })
    expect([checked, faults]).toEqual([['', 'Piscine'], []])
  })

  it('nothing goes on when it cannot be saved or checked', async () => {
    const content = sampleContent()
    const latest = () => content
    expect(await checkToPublish({ flush: async () => false, latest, faultsOf: async () => [] })).toBeNull()
    expect(await checkToPublish({ flush: async () => true, latest, faultsOf: async () => null })).toBeNull()
  })
})
