import { AppError } from '../platform/model/app-error.js'
import type { Birth } from '../platform/store/birth.js'
import { ONLY } from '../platform/store/document-cache.js'
import type { Collections } from './document-kinds.js'

type Marked = Pick<Collections, 'birth'>

const cacheOf = ({ birth }: Marked) => birth.open({ committed: () => {} })(ONLY)

/** What a store notes of its birth; `null`: nothing. @throws AppError `storage_unavailable` */
export function readBirth(store: Marked): Promise<Birth | null> {
  return cacheOf(store).read()
}

/**
 * Notes the birth of a store, durably and once: of the processes that begin together on a database one is first, and the others find what it noted. A mark of
 * an earlier format is raised to this one.
 * @throws AppError `birth_differs` when it was born as something else; nothing is changed then
 */
export async function recordBirth(store: Marked, birth: Birth): Promise<void> {
  await cacheOf(store).write((former) => {
    if (former === null) return { document: birth, changes: [] }
    if (former.kind !== birth.kind) throw differs(former, birth)
    const { format, needs } = birth
    return { document: former.format < format ? { ...former, format, needs } : former, changes: [] }
  }, [])
}

/** Makes a store an installation, whatever it was; one that is already stays as it was born. @throws AppError `storage_unavailable` */
export async function becomeInstallation(store: Marked, birth: Birth): Promise<void> {
  await cacheOf(store).write(
    (former) => ({ document: former?.kind === 'installation' ? former : birth, changes: [], forgets: true }),
    [],
  )
}

function differs(former: Birth, { kind }: Birth): AppError {
  return new AppError('birth_differs', 503, {
    cause: new Error(
      `this is the store of ${former.kind === 'installation' ? 'an' : 'a'} ${former.kind}, not of what is begun: ${kind}`,
    ),
  })
}
