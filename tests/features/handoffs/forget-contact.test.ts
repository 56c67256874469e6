import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openLowdbStore } from '../../../src/store/lowdb-store.js'
import { at, claim, conversation, handoff, message, UNTOLD } from '../../contract/sample-inputs.js'
import { makeTemporaryFolder, removeFolder } from '../../platform/store/temporary-folder.js'

let folder: string
beforeEach(async () => {
  folder = await makeTemporaryFolder()
})
afterEach(() => removeFolder(folder))

describe('contact details that are forgotten', () => {
  it('are not in the former version of their document either', async () => {
    const dataDir = join(folder, 'data')
    const store = await openLowdbStore({ dataDir })
    await store.createConversation(conversation('c1'), [])
    const contact = { name: 'Quetzalcoatl', phone: '06 39 98 12 34' }
    const asked = handoff('c1', { kind: 'message', contact, deadlineAt: null })
    const result = await store.requestHandoff(asked, message('system', 'Merci Quetzalcoatl.'))
    const id = 'handoff' in result ? result.handoff.id : ''
    await store.applyToHandoff(id, claim('anne'), UNTOLD)
    const end = { type: 'resolve', agentId: 'anne', resolution: 'reached', at: at(9) } as const
    await store.applyToHandoff(id, end, UNTOLD)
    expect(await everything(dataDir)).toContain('Quetzalcoatl')
    expect(await store.forgetContact(id)).toBe('forgotten')
    expect(await everything(dataDir)).not.toMatch(/Quetzalcoatl|39 98/)
    // The next write keeps a former version again, without them.
    await store.appendMessage('c1', message('agent', 'au revoir'))
    const text = await everything(dataDir)
    expect(text).toContain('.bak')
    expect(text).not.toMatch(/Quetzalcoatl|39 98/)
    await store.close()
  })
})

/** Names and contents of every file of a folder. */
async function everything(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return (await Promise.all(files.map(async (file) => `${file}\n${await readFile(file, 'utf8')}`))).join('\n')
}
