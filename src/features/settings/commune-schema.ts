import { IANAZone } from 'luxon'
import { z } from 'zod'
import type { Commune } from '../../platform/model/commune.js'
import { LANGUAGES } from '../../platform/model/language.js'
import { MAX_AWAY_WORD_LENGTH, MAX_CAPACITY } from '../accounts/staff.js'
import { nameNearestField } from '../entries/lint/nearest-field.js'
import { CATEGORIES } from '../entries/model/entry.js'
import { RESOLUTIONS } from '../handoffs/handoff.js'
import { HEARING_FIELDS, uncoveredDay } from '../places/hearing-hours.js'
import { positionShape } from '../places/load-places.js'
import { PROMISE_BOUNDS } from '../publication/promises.js'
import { type RetentionKind, retentionBounds } from '../retention/retention.js'
import { ROUTING_MODES } from './routing-settings.js'
import { closures, scheduleFields, time, weeklyHours } from './schedule-schema.js'
import { suggestionsField } from './suggestions-field.js'
import { themeField } from './theme-field.js'

const timeZone = z.string().refine((zone) => IANAZone.isValidZone(zone), {
  error: ({ input }) => `"${input}" is not a time zone: write one like Europe/Paris`,
})

const minutes = z.number().int().min(1).max(240)
/** Ten years at most: longer is a mistake. */
const days = z.number().int().min(0).max(3660)
const daysOf = (kind: RetentionKind) => {
  const { least, most } = retentionBounds(kind)
  return z.number().int().min(least).max(most).optional()
}
const keptDays = {
  unhandled: daysOf('unhandled'),
  contacts: daysOf('contacts'),
  unanswered: daysOf('unanswered'),
  remarks: daysOf('remarks'),
  counters: daysOf('counters'),
  audit: daysOf('audit'),
  practice: daysOf('practice'),
  accounts: daysOf('accounts'),
} satisfies Record<Exclude<RetentionKind, 'conversations'>, unknown>
/** Compared with a browser's own word for it, and written in a header: nothing else than an origin may stand there. */
const origin = z
  .string()
  .regex(
    /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
    'write an origin such as "https://www.ville.fr": no path, no final slash',
  )

const promised = ({ least, most }: { least: number; most: number }) => z.number().min(least).max(most).optional()

/** Without a rule nothing is checked: leave the field out. */
const validation = z
  .strictObject({
    below: z.number().gt(0).max(1).optional(),
    categories: z.union([z.literal('all'), z.array(z.enum(CATEGORIES)).min(1)]).optional(),
    seconds: z.number().int().min(10).max(900).optional(),
  })
  .refine(({ below, categories }) => below !== undefined || categories !== undefined, {
    error: 'write below, categories, or both',
    params: { fault: 'validation' },
  })

/** Words that citizens say of a service. */
const names = z.array(z.string().trim().min(1).max(60)).max(20)
/** A sentence that citizens read as it is written. */
const told = z.string().trim().min(1).max(300)

/** What names a commune: in addresses, and in the names of its files. */
export const COMMUNE_ID = /^[a-z0-9-]+$/

const communeFile = z
  .strictObject({
    id: z.string().regex(COMMUNE_ID),
    nom: z.string().min(1),
    site: z.string(),
    position: positionShape.optional(),
    timeZone,
    alsaceMoselle: z.boolean(),
    reception: z.string(),
    services: z.record(
      z.string(),
      z.strictObject({
        nom: z.string(),
        adresse: z.string(),
        telephone: z.string(),
        courriel: z.string(),
        autresNoms: names.optional(),
        acces: told.optional(),
        arret: told.optional(),
        missions: names.optional(),
        ...scheduleFields,
        writtenHours: weeklyHours.optional(),
        relayHours: weeklyHours.optional(),
      }),
    ),
    closures,
    offices: z
      .record(
        z.string(),
        z.strictObject({
          nom: z.string().min(1),
          adresse: z.string().min(1),
          telephone: z.string(),
          hours: scheduleFields.hours,
          date: z.iso.date(),
        }),
      )
      .optional(),
    departments: z
      .record(z.string(), z.strictObject({ nom: z.string().min(1), categories: z.array(z.string()) }))
      .optional(),
    closeReasons: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z0-9_-]{1,40}$/),
          nom: z.string().min(1).max(80),
          outcome: z.enum(RESOLUTIONS),
          kinds: z
            .array(z.enum(['live', 'message', 'callback', 'desk']))
            .min(1)
            .optional(),
        }),
      )
      .min(1)
      .max(30)
      .refine((reasons) => new Set(reasons.map(({ id }) => id)).size === reasons.length, 'two reasons have the same id')
      .optional(),
    reopenHours: z.number().int().min(0).max(720).optional(),
    routing: z
      .strictObject({
        mode: z.enum(ROUTING_MODES),
        acceptSeconds: z.number().int().min(5).max(600).optional(),
        capacity: z.number().int().min(1).max(MAX_CAPACITY).optional(),
      })
      .optional(),
    presence: z
      .strictObject({
        idleMinutes: minutes.optional(),
        awayWords: z.array(z.string().trim().min(1).max(MAX_AWAY_WORD_LENGTH)).max(8).optional(),
      })
      .optional(),
    callbacks: z.strictObject({ perHalfDay: z.number().int().min(0).max(200), lastHour: time.optional() }).optional(),
    promises: z
      .strictObject({ wrong: promised(PROMISE_BOUNDS.wrong), offered: promised(PROMISE_BOUNDS.offered) })
      .optional(),
    validation: validation.optional(),
    curation: z
      .strictObject({ reviewerRequired: z.boolean().optional(), reviewGraceDays: days.nullable().optional() })
      .optional(),
    silence: z.strictObject({ askAfterMinutes: minutes.optional(), leaveAfterMinutes: minutes.optional() }).optional(),
    talk: z.strictObject({ showCitizenTyping: z.boolean().optional() }).optional(),
    suggested: z.array(z.string()),
    suggestions: suggestionsField.optional(),
    waste: z
      .strictObject({
        objects: z.record(z.string(), z.array(z.string()).min(1)).optional(),
        bins: z.record(z.string(), z.string()).optional(),
        notes: z.record(z.string(), told).optional(),
      })
      .optional(),
    origins: z.array(origin),
    languages: z
      .array(z.enum(LANGUAGES))
      .refine((languages) => languages.includes('fr'), 'French is always proposed: write "fr" among them')
      .optional(),
    theme: themeField.optional(),
    privacy: z.strictObject({
      controller: z.string(),
      dpoEmail: z.string(),
      retentionDays: days,
      retention: z.strictObject(keptDays).optional(),
      revealHours: z.number().int().min(0).max(72).optional(),
    }),
    accessibilityAudit: z
      .strictObject({ on: z.iso.date(), by: z.string().min(1), rate: z.number().min(0).max(100) })
      .optional(),
  })
  .check(({ value, issues }) => {
    for (const [id, service] of Object.entries(value.services as Commune['services']))
      for (const field of HEARING_FIELDS) {
        const day = uncoveredDay(service[field] ?? {}, service)
        if (day === null) continue
        issues.push({
          code: 'custom',
          input: service[field],
          path: ['services', id, field, day],
          message: 'the telephone is answered at other hours too: these are at least those of the telephone',
          params: { fault: 'hearing' },
        })
      }
  })
  .check(({ value, issues }) => {
    if (value.reception in value.services) return
    issues.push({
      code: 'custom',
      input: value.reception,
      path: ['reception'],
      message: 'no such service',
      params: { fault: 'reception' },
    })
  })

/** What came of {@link checkCommune}. */
export type CheckedCommune = { ok: true; commune: Commune } | { ok: false; error: z.ZodError }

/** Checks what a commune's file says, or what it says once settings were changed over it. */
export function checkCommune(written: unknown): CheckedCommune {
  const read = communeFile.safeParse(written, { error: nameNearestField })
  return read.success ? { ok: true, commune: read.data as Commune } : { ok: false, error: read.error }
}
