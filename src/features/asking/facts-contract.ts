import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { serviceShape } from '../../platform/http/shapes.js'

/** Searched in the browser while a question is being typed, so that nothing typed leaves it. */
const titles = z.object({
  contentVersion: z.string(),
  /** A large base has fewer example questions, and its last entries may be left out. */
  entries: z.array(z.object({ id: z.string(), title: z.string(), questions: z.array(z.string()) })),
})

export type TitlesView = z.infer<typeof titles>

const anyone = { access: 'anyone', embedded: true } as const satisfies Partial<Route>

/** What is told of a commune to whoever asks. */
export const factRoutes = {
  /** In the order of the commune's file. */
  services: route({
    ...anyone,
    method: 'get',
    path: '/communes/{id}/services',
    summary: 'The services of a commune, their hours in words and their state now',
    answer: z.object({ services: z.array(serviceShape) }),
    errors: [403, 404],
  }),
  titles: route({
    ...anyone,
    method: 'get',
    path: '/communes/{id}/titles',
    summary: 'Titles and example questions, to be searched in the browser',
    answer: titles,
    errors: [403, 404],
  }),
}
