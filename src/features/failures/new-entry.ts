import { foldText } from '../../platform/text/fold-text.js'

const LONGEST_ID = 60

/** An id made from a title that no other entry has: `abri-jardin`, else `abri-jardin-2`. Pure. */
export function newEntryId(title: string, taken: ReadonlySet<string>): string {
  const words =
    foldText(title)
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, LONGEST_ID)
      .replace(/^-+|(?<!-)-+$/g, '') || 'fiche'
  if (!taken.has(words)) return words
  for (let nth = 2; ; nth += 1) if (!taken.has(`${words}-${nth}`)) return `${words}-${nth}`
}
