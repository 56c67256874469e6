import type { Config } from '../../config.js'
import type { UsersDocument } from '../../features/accounts/staff-verbs.js'
import type { FileDocument } from '../../features/attachments/file-verbs.js'
import type { ConversationDocument } from '../../features/conversations/conversation-document.js'
import { isOpen } from '../../platform/model/handoff.js'
import type { DocumentSource } from '../../store/communes/commune-part.js'
import type { DocumentKind } from '../../store/document-kinds.js'
import { holdingsOf } from '../../store/open-store.js'
import { withSnapshot } from '../../store/snapshots/with-snapshot.js'
import { SAVED_KINDS } from '../backups/backup-format.js'
import { ofCommune } from './commune-archive.js'

/** What there is of a commune, as it is told before anything is done. */
export interface CommuneCount {
  conversations: number
  /** Requests that wait for somebody, or that somebody holds. */
  open: number
  accounts: number
  /** Accounts that administer the whole server and are in this commune. */
  serverAdmins: number
  entries: number
  files: number
  /** Of all documents, in JSON, files included. */
  bytes: number
}

/** Counts what a source has of a commune. */
export async function countCommune(source: DocumentSource, communeId: string): Promise<CommuneCount> {
  const count = { conversations: 0, open: 0, accounts: 0, serverAdmins: 0, entries: 0, files: 0, bytes: 0 }
  const each: { [Kind in DocumentKind]?: (document: object) => void } = {
    conversations: (document) => {
      count.conversations += 1
      count.open += (document as ConversationDocument).handoffs.filter(isOpen).length
    },
    users: (document) => {
      const { users } = document as UsersDocument
      count.accounts += users.length
      count.serverAdmins += users.filter(
        ({ roles, deactivatedAt }) => !deactivatedAt && roles.includes('super-admin'),
      ).length
    },
    entries: () => {
      count.entries += 1
    },
    files: (document) => {
      count.files += 1
      // In base64.
      count.bytes -= Math.round((document as FileDocument).content.length / 4)
    },
  }
  for await (const { kind, document } of ofCommune(source, communeId).documents(SAVED_KINDS)) {
    count.bytes += JSON.stringify(document).length
    each[kind]?.(document)
  }
  return count
}

/** The same, of what this server keeps; nothing where nothing was born. */
export async function countHere(config: Config, communeId: string): Promise<CommuneCount> {
  const { store } = await holdingsOf(config)
  if (store.birth === null && !store.hasDocuments) return countCommune({ documents: async function* () {} }, communeId)
  return withSnapshot(config, (snapshot) => countCommune(snapshot, communeId))
}

/** In a line, in French. Pure. */
export function countInWords({ conversations, open, accounts, entries, files, bytes }: CommuneCount): string {
  const some = (count: number, one: string, many: string) => `${count} ${count < 2 ? one : many}`
  return [
    `${some(conversations, 'conversation', 'conversations')}${open > 0 ? `, dont ${some(open, 'demande en cours', 'demandes en cours')}` : ''}`,
    some(accounts, 'compte', 'comptes'),
    some(entries, 'fiche écrite ou modifiée ici', 'fiches écrites ou modifiées ici'),
    some(files, 'document ou image', 'documents ou images'),
    `${(bytes / 1e6).toFixed(1).replace('.', ',')} Mo en tout`,
  ].join(' ; ')
}
