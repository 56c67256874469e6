import type { EntryContent } from '../../model/entry-record.js'
import type { ContentFault } from '../../routes/curation-contract.js'

/** What is needed to know whether a draft may be published. */
export interface Checked {
  /** Saves what is not saved. @returns whether the server has everything */
  flush: () => Promise<boolean>
  latest: () => EntryContent
  /** What the server says of a content; `null` when it could not be asked. */
  faultsOf: (content: EntryContent) => Promise<ContentFault[] | null>
}

/**
 * The faults of what is written at this very moment: whoever goes on typing while it is checked has that checked too.
 * @returns `null` when it could not be saved, or checked
 */
export async function checkToPublish({ flush, latest, faultsOf }: Checked): Promise<ContentFault[] | null> {
  for (;;) {
    if (!(await flush())) return null
    const content = latest()
    const faults = await faultsOf(content)
    if (content === latest()) return faults
  }
}
