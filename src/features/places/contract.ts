import { z } from 'zod'
import { route } from '../../platform/http/route.js'

/** A place where somebody helps people with what is done online. The sentences are ready to show; its own values are French. */
const place = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  /** From the commune's centre, as the crow flies. */
  distanceKm: z.number(),
  /** "à 3 km" */
  distance: z.string(),
  help: z.string(),
  phone: z.object({ label: z.string(), href: z.string() }).nullable(),
  email: z.string().nullable(),
  website: z.string().nullable(),
  /** `null` when the hours are not known or not read. */
  open: z.boolean().nullable(),
  hours: z.string(),
  care: z.string(),
  /** Page that describes the access for people with a disability. */
  accessibility: z.string().nullable(),
  /** ISO day. */
  updatedAt: z.string().nullable(),
})

/** Where people are helped. */
export const placeRoutes = {
  /** Nearest first; `source` is what the licence asks to show beside them, empty without places. */
  list: route({
    method: 'get',
    path: '/communes/{id}/places',
    summary: 'Places near a commune where people are helped with what is done online',
    access: 'anyone',
    embedded: true,
    answer: z.object({ places: z.array(place), source: z.string() }),
    errors: [403, 404],
  }),
}
