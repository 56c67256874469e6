import { z } from 'zod'
import { route } from '../../platform/http/route.js'

/** What the law asks a town to publish of its accessibility. */
export const declarationRoutes = {
  page: route({
    method: 'get',
    path: '/accessibilite',
    summary: 'The declaration of accessibility of the commune given as `commune`, as a page; `langue` is `fr` or `en`',
    access: 'anyone',
    underNames: true,
    mediaType: 'text/html',
    answer: z.string(),
    errors: [404],
    atRoot: true,
  }),
}
