import { DateTime, IANAZone } from 'luxon'
import { z } from 'zod'
import { isBookingAddress, MAX_BOOKING_LENGTH } from '../../platform/model/booking.js'
import {
  type Colour,
  type Commune,
  OPEN_DATA_REACHES,
  ROUTING_MODES,
  THEME_FONTS,
  THEME_LAUNCHERS,
} from '../../platform/model/commune.js'
import { CATEGORIES } from '../../platform/model/entry.js'
import { RESOLUTIONS } from '../../platform/model/handoff.js'
import { LANGUAGES } from '../../platform/model/language.js'
import { PROMISE_BOUNDS } from '../../platform/model/promises.js'
import { type RetentionKind, retentionBounds } from '../../platform/model/retention.js'
import { MAX_AWAY_WORD_LENGTH, MAX_CAPACITY } from '../accounts/staff.js'
import { nameNearestField } from '../entries/lint/unknown-variables.js'
import { HEARING_FIELDS, uncoveredDay } from '../places/hearing-hours.js'
import { positionShape } from '../places/load-places.js'
import { MOST_CHECKS_PER_DAY } from '../truth-sheet/contract.js'
import { toColour } from './colour.js'
import { accentContrasts, isReadable, LEAST_CONTRAST, MAX_RADIUS_PX, nearestReadable, type Scheme } from './palette.js'
import { toPublicAddress } from './public-names.js'
import { closures, scheduleFields, time, weeklyHours } from './schedule-schema.js'

/** The field `theme` of a commune's file, with the fault in words and, for a colour that cannot be read, the nearest one that can. */
export const themeField = z.strictObject({
  accent: accentOf('light').optional(),
  accentDark: accentOf('dark').optional(),
  radius: z.number().min(0).max(MAX_RADIUS_PX, `the corners of buttons are of ${MAX_RADIUS_PX} px at most`).optional(),
  font: z.enum(THEME_FONTS).optional(),
  launcher: z.enum(THEME_LAUNCHERS).optional(),
})

function accentOf(scheme: Scheme) {
  return z.string().transform((text, context): Colour => {
    const colour = toColour(text)
    if (colour && isReadable(colour, scheme)) return colour
    context.addIssue({
      code: 'custom',
      params: { fault: 'colour' },
      message: colour ? tooFaint(colour, scheme) : `"${text}" is not a colour: write #rrggbb`,
    })
    return z.NEVER
  })
}

function tooFaint(colour: Colour, scheme: Scheme): string {
  const { text, on } = accentContrasts(colour, scheme)
  const ratio = (Math.floor(Math.min(text, on) * 10) / 10).toFixed(1)
  const needed = `${ratio} to 1, and text needs ${LEAST_CONTRAST.text}`
  return `"${colour}" cannot be read on a ${scheme} screen (${needed}): the nearest colour that can is "${nearestReadable(colour, scheme)}"`
}

/** Longest path accepted, in characters; it bounds the time of a comparison. */
const MOST_PATH_LENGTH = 200

const entryId = z.string().regex(/^[a-z0-9-]{1,80}$/, 'expected the id of an entry, such as "carte-electorale"')
const entryIds = z.array(entryId)
const someEntryIds = entryIds.min(1, 'a page or a season names one entry at least')
const path = z
  .string()
  .regex(/^[/*]/, 'expected a path of the site that begins with "/" or "*", such as "/demarches*"')
  .max(MOST_PATH_LENGTH, `a path has ${MOST_PATH_LENGTH} characters at most`)
  .regex(/^[^?#\s]*$/, 'a path has no space, "?" or "#"')
const dayOfYear = z.string().refine(isDayOfYear, 'expected a day of the year MM-DD, such as "06-15"')

/** The field `suggestions` of a commune's file, with the fault in words. */
export const suggestionsField = z.strictObject({
  default: entryIds.optional(),
  pages: z.array(z.strictObject({ path, entries: someEntryIds })).optional(),
  seasons: z.array(z.strictObject({ from: dayOfYear, to: dayOfYear, entries: someEntryIds })).optional(),
})

/** The 29th of February is a day of the year: a leap year is asked. */
function isDayOfYear(written: string): boolean {
  return /^\d\d-\d\d$/.test(written) && DateTime.fromISO(`2000-${written}`).isValid
}

const bookingAddress = (isEnough: (address: string) => boolean) =>
  z
    .string()
    .max(MAX_BOOKING_LENGTH)
    .refine((address) => isEnough(address) || isBookingAddress(address), {
      error: 'expected the address of a booking page, such as "https://rdv.anct.gouv.fr/org/1234"',
      params: { fault: 'booking_address' },
    })

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

/** Where citizens are led: an address alone, as browsers write it. */
const publicUrl = z
  .string()
  .max(200)
  .transform((text, context): string => {
    const address = toPublicAddress(text)
    if (address !== null) return address
    context.addIssue({
      code: 'custom',
      params: { fault: 'public_address' },
      message: 'write an address alone, such as "https://chat.ville.fr": https, a name, and nothing after it',
    })
    return z.NEVER
  })

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

/** Written in a header of a mail. */
const oneLine = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\p{Cc}<>"]*$/u, 'a name of a sender is one line, without <, > and quotes')

/** What names a commune: in addresses, and in the names of its files. */
export const COMMUNE_ID = /^[a-z0-9-]+$/

const communeFile = z
  .strictObject({
    id: z.string().regex(COMMUNE_ID),
    nom: z.string().min(1),
    site: z.string(),
    publicUrl: publicUrl.optional(),
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
    mail: z
      .strictObject({
        name: oneLine.max(100).optional(),
        address: z.email().max(200).optional(),
        signature: z.string().trim().min(1).max(1000).optional(),
      })
      .optional(),
    quota: z
      .strictObject({
        conversationsPerDay: z.number().int().min(1).max(1_000_000).optional(),
        filesMb: z.number().min(1).max(10_000).optional(),
      })
      .optional(),
    openData: z.enum(OPEN_DATA_REACHES).optional(),
    truthSheet: z
      .strictObject({
        publish: z.boolean().optional(),
        checksPerDay: z.number().int().min(0).max(MOST_CHECKS_PER_DAY).optional(),
      })
      .optional(),
    appointments: z
      .strictObject({
        page: bookingAddress(() => false),
        links: z.record(
          entryId,
          bookingAddress((address) => address === ''),
        ),
      })
      .optional(),
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
