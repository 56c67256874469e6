import { z } from 'zod'
import { route } from '../../platform/http/route.js'
import { ALERT_LEVELS, type Alert, MAX_ALERT_ENTRIES, MAX_ALERT_LENGTH } from '../../platform/model/alert.js'
import { LANGUAGES, type Language } from '../../platform/model/language.js'

const level = z.enum(ALERT_LEVELS)
const alertText = z.string().max(MAX_ALERT_LENGTH)
const texts = {
  ...(Object.fromEntries(LANGUAGES.map((one) => [one, alertText.exactOptional()])) as Record<
    Language,
    z.ZodExactOptional<z.ZodString>
  >),
  fr: alertText,
}

const link = z.object({ label: z.string(), url: z.string() }).nullable()
const alert = z.object({
  level,
  from: z.string(),
  to: z.string(),
  text: z.object(texts),
  entries: z.array(z.string()),
  link,
}) satisfies z.ZodType<Alert>

/** The alert as administrators edit it. */
const alertAdminView = z.object({
  /** The last one that was put online and not withdrawn, whether or not it has ended. */
  alert: alert.nullable(),
  state: z.enum(['planned', 'shown', 'ended', 'none']),
  /** Who did what, latest first; `alert` is `null` where it was withdrawn. */
  history: z.array(z.object({ at: z.string(), by: z.string(), alert: alert.nullable() })),
  /** The entries that may be proposed first. */
  entries: z.array(z.object({ id: z.string(), title: z.string() })),
})

/** Shape of what these routes answer. */
export type AlertAdminView = z.infer<typeof alertAdminView>

const admin = { access: ['admin'], errors: [401, 403] } as const

/** What the commune announces. */
export const alertRoutes = {
  read: route({
    ...admin,
    method: 'get',
    path: '/admin/alert',
    summary: 'What the commune announces, and who edited it',
    answer: alertAdminView,
  }),
  announce: route({
    ...admin,
    method: 'put',
    path: '/admin/alert',
    summary: 'Announce something to everyone who opens the chat, from one instant to another',
    body: z.strictObject({
      level,
      from: z.iso.datetime({ offset: true }),
      to: z.iso.datetime({ offset: true }),
      text: z.strictObject(texts),
      /** Ids of entries to propose first. */
      entries: z.array(z.string().regex(/^[a-z0-9-]{1,80}$/)).max(MAX_ALERT_ENTRIES),
      link: z
        .strictObject({ label: z.string().trim().min(1).max(100), url: z.url({ protocol: /^https$/ }).max(500) })
        .nullish(),
    }),
    typed: { 'text.*': 'curated', 'link.label': 'curated', 'link.url': 'curated' },
    answer: alertAdminView,
    errors: [401, 403, 422],
  }),
  withdraw: route({
    ...admin,
    method: 'delete',
    path: '/admin/alert',
    summary: 'Withdraw what is announced',
    answer: alertAdminView,
  }),
}
