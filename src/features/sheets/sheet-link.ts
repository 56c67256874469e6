import { addressOf } from '../../platform/http/route.js'
import type { Language } from '../../platform/model/language.js'
import { sheetRoutes } from './contract.js'

/** Which sheet, and how it is shown. What is left out is the server's first commune, the browser's language, the whole answer. */
export interface SheetTarget {
  entryId: string
  communeId?: string | undefined
  language?: Language | undefined
  /** The simplified version in place of the whole answer. */
  simple?: boolean
  /** One file that needs nothing else, to keep. */
  asFile?: boolean
}

/** The address of a sheet on this server. It holds nothing of a person nor of a conversation. */
export function sheetLink({ entryId, communeId, language, simple, asFile }: SheetTarget): string {
  return addressOf(sheetRoutes.sheet, {
    params: { entryId },
    query: {
      ...(communeId && { commune: communeId }),
      ...(language && { langue: language }),
      ...(simple && { version: 'simple' }),
      ...(asFile && { fichier: 'oui' }),
    },
  })
}
