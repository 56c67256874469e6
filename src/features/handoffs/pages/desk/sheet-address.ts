import { writeMarks } from '../../../../ui/kit/sheet-marks.js'
import type { Handoff } from '../../handoff.js'

/** The printable sheet of an entry in the person's language; it opens ready to print, with the reference that she can give later. */
export function sheetAddress(entryId: string, { communeId, language, reference }: Handoff): string {
  const query = new URLSearchParams({ commune: communeId, langue: language })
  return `/fiche/${entryId}?${query}${writeMarks({ reference, print: true })}`
}
