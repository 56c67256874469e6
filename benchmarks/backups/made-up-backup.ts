import { join } from 'node:path'
import { writeBackup } from '../../src/commands/backups/back-up.js'
import { BACKUP_VERSION } from '../../src/commands/backups/backup-format.js'
import { EMPTY_MEMORY } from '../../src/platform/model/conversation.js'
import type { KeptDocument } from '../../src/store/move-documents.js'
import { openStore } from '../../src/store/open-store.js'
import { withSnapshot } from '../../src/store/snapshots/with-snapshot.js'
import { townTurn } from '../store/town-turn.js'

const TURNS = 6
const ONE = 'made-up-one'

/** Writes a backup of so many conversations of six turns: the quickest way to fill a store. @returns its file */
export async function madeUpBackup(folder: string, conversations: number): Promise<string> {
  const [one] = await documentsOfOne(join(folder, 'one'))
  if (!one) throw new Error('no conversation was kept')
  const text = JSON.stringify(one.document)
  const file = join(folder, 'made-up.ndjson.gz')
  const documents = async function* (): AsyncGenerator<KeptDocument> {
    for (let n = 0; n < conversations; n += 1) {
      const key = `made-up-${n}`
      yield { kind: 'conversations', key, document: JSON.parse(text.replaceAll(ONE, key)) }
    }
  }
  const header = { format: 'guichet-backup' as const, version: BACKUP_VERSION, madeAt: new Date().toISOString() }
  await writeBackup(
    { totals: new Map([['conversations', conversations]]), keyWord: null, birth: null, documents },
    { file, header: { ...header, store: 'lowdb' }, town: null, onProgress: () => {} },
  )
  return file
}

async function documentsOfOne(dataDir: string): Promise<KeptDocument[]> {
  const choice = { dataDir, database: null }
  const store = await openStore(choice)
  await begin(store, ONE)
  for (let n = 0; n < TURNS; n += 1) await store.appendTurn(townTurn(ONE, n, new Date().toISOString()))
  await store.close()
  return withSnapshot(choice, async ({ documents }) => {
    const found: KeptDocument[] = []
    for await (const document of documents(['conversations'])) found.push(document)
    return found
  })
}

/** Begins a conversation that says nothing yet. */
export async function begin(store: Awaited<ReturnType<typeof openStore>>, id: string): Promise<void> {
  const at = new Date().toISOString()
  const begun = { id, communeId: 'villebourg', tokenHash: id, createdAt: at, updatedAt: at, language: 'fr' as const }
  await store.createConversation({ ...begun, page: '/', status: 'open', memory: EMPTY_MEMORY }, [])
}
