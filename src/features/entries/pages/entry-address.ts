import { hrefOf } from '../../../ui/kit/place.js'

/** Where an entry is edited, published, reviewed or told of. */
export function entryHref(
  id: string,
  part?: 'publish' | 'review' | 'history',
  chosen: Record<string, string> = {},
): string {
  return hrefOf('entries', part ? [id, part] : [id], chosen)
}

/** The list, with what was chosen in it when somebody left it. */
export function listHref(): string {
  return hrefOf('entries', [], lastChosen)
}

/** Where a new entry is begun. */
export function newEntryHref(chosen: Record<string, string> = {}): string {
  return hrefOf('entries', ['+'], chosen)
}

let lastChosen: Record<string, string> = {}

/** Remembers what is chosen in the list, for the way back to it. */
export function rememberList(chosen: Record<string, string>): void {
  lastChosen = chosen
}
