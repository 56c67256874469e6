import { z } from 'zod'
import { route } from '../../platform/http/route.js'

/** Printable sheets. */
export const sheetRoutes = {
  /** The same for everyone; what is left out is the server's first commune, the browser's language, the whole answer. */
  sheet: route({
    method: 'get',
    path: '/fiche/{entryId}',
    summary:
      'An entry on one page, to print, to keep or to show at the counter; `commune`, `langue`, `version=simple` and `fichier=oui` (one file that needs no other) choose how',
    access: 'anyone',
    underNames: true,
    mediaType: 'text/html',
    answer: z.string(),
    errors: [404, 503],
    atRoot: true,
  }),
}
