import type { TitlesView } from '../../../platform/http/contract.js'
import { indexTitles, type TitleIndex } from '../../kit/title-search.js'

/** Longest wait for the list, in ms: it only helps while a question is being typed. */
const TIMEOUT_MS = 15_000

/** Reads the titles of a commune, beside this script as the whole API is, and indexes them. @throws when they cannot be read */
export async function readIndex(communeId: string): Promise<TitleIndex> {
  const address = new URL(`../../api/v1/communes/${communeId}/titles`, import.meta.url)
  const response = await fetch(address, { credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT_MS) })
  const { entries } = (await response.json()) as TitlesView
  return indexTitles(entries)
}
