import { z } from 'zod'
import { type Route, route } from '../../platform/http/route.js'
import { namedShape, serviceShape } from '../../platform/http/shapes.js'
import type { AuditValue } from '../../platform/model/audit.js'
import type { Colour, Commune, Theme } from '../../platform/model/commune.js'
import { THEME_FONTS, THEME_LAUNCHERS } from '../../platform/model/commune.js'
import { whyField } from './answers-contract.js'
import { COPY_GROUPS, SETTING_KEYS, type SettingDifference, type SettingKey } from './settings.js'

const key = z.enum(SETTING_KEYS)
const version = z.number().int().min(0).max(1_000_000)
const communeId = z.string().max(80)
const groups = z.array(z.enum(COPY_GROUPS)).min(1).max(COPY_GROUPS.length)

/** The settings that a commune has, by name. */
export type SettingsValues = Partial<Pick<Commune, SettingKey>>
/** By name; what each may be is said once, by `commune-schema.ts`, which checks the commune's file and each change alike. */
const set = z.partialRecord(key, z.unknown())
const values = set as unknown as z.ZodType<SettingsValues>

/** A change, without its values: the audit has them. */
const edit = z.object({
  version: z.number(),
  /** ISO instant. */
  at: z.string(),
  by: z.string(),
  why: z.string(),
  keys: z.array(key),
  /** Name of the commune from which it was copied. */
  copiedFrom: z.string().nullable(),
})

const settings = z.object({
  /** To be given as `baseVersion` by the next change. */
  version: z.number(),
  /** As they are now. */
  values,
  /** As the commune's file says. */
  file: values,
  /** Settings that are not those of the file. */
  changed: z.array(key),
  /** Latest first. */
  history: z.array(edit),
  /** Whether what was changed no longer goes with the file, which is then served alone. */
  isFileAlone: z.boolean(),
  /** Whether the caller may change the public address: only administrators of the server may. */
  mayChangeAddress: z.boolean(),
  /** ISO day of the commune. */
  today: z.string(),
})

/** Parts of a setting: anything that JSON can write. */
const part = z.unknown() as z.ZodType<AuditValue>
const difference = z.object({ key, before: part, after: part }) satisfies z.ZodType<SettingDifference>

const copyPreview = z.object({
  from: namedShape,
  /** To be given back, so that nothing else is copied than what was looked at. */
  sourceVersion: z.number(),
  baseVersion: z.number(),
  /** Empty when the two communes already agree. */
  differences: z.array(difference),
})

const colour = z.templateLiteral(['#', z.string()]) satisfies z.ZodType<Colour>
/** What the commune's file says of its looks; empty when it says nothing. */
const theme = z.object({
  accent: colour.exactOptional(),
  accentDark: colour.exactOptional(),
  radius: z.number().exactOptional(),
  font: z.enum(THEME_FONTS).exactOptional(),
  launcher: z.enum(THEME_LAUNCHERS).exactOptional(),
}) satisfies z.ZodType<Theme>

/** Shapes of what these routes answer. */
export type SettingsView = z.infer<typeof settings>
export type CopyPreviewView = z.infer<typeof copyPreview>

const admin = { access: ['admin'], errors: [401, 403] } as const satisfies Partial<Route>
const superAdmin = { access: ['super-admin'], errors: [401, 403, 404, 409, 422] } as const satisfies Partial<Route>

/** What administrators change of their commune, and its looks. */
export const settingsRoutes = {
  read: route({
    ...admin,
    method: 'get',
    path: '/admin/settings',
    summary: 'The settings of the commune, those of its file, and who changed what',
    answer: settings,
  }),
  /** Values to put (`null` for none), and settings that are those of the file again. */
  change: route({
    ...admin,
    method: 'put',
    path: '/admin/settings',
    summary: 'Change settings over the version that was read; they are in use at once',
    body: z.strictObject({
      baseVersion: version,
      why: whyField.optional(),
      set: set.optional(),
      toFile: z.array(key).max(SETTING_KEYS.length).optional(),
    }),
    typed: { why: 'masked', 'set.**': 'curated' },
    answer: settings,
    errors: [401, 403, 409, 422],
  }),
  undo: route({
    ...admin,
    method: 'post',
    path: '/admin/settings/undo',
    summary: 'Make what a change touched what it was before it',
    body: z.strictObject({ baseVersion: version, version, why: whyField.optional() }),
    typed: { why: 'masked' },
    answer: settings,
    errors: [401, 403, 404, 409, 422],
  }),
  preview: route({
    ...admin,
    method: 'post',
    path: '/admin/settings/preview',
    summary: 'What citizens would be told of the services now; nothing is stored',
    body: z.strictObject({ set }),
    typed: { 'set.**': 'never_stored' },
    answer: z.object({ services: z.array(serviceShape) }),
    errors: [401, 403, 409, 422],
  }),
  file: route({
    ...admin,
    method: 'get',
    path: '/admin/settings/file',
    summary: 'The file of the commune as its settings are now',
    // As `commune-schema.ts` reads it.
    answer: z.looseObject({ id: z.string() }),
  }),
  copySources: route({
    ...superAdmin,
    method: 'get',
    path: '/admin/settings/copy',
    summary: 'The communes from which settings may be copied to this one',
    answer: z.object({ communes: z.array(namedShape) }),
    errors: [401, 403],
  }),
  previewCopy: route({
    ...superAdmin,
    method: 'post',
    path: '/admin/settings/copy/preview',
    summary: 'What would be different, were groups of settings copied from another commune; nothing is stored',
    body: z.strictObject({ from: communeId, groups }),
    typed: { from: 'checked' },
    answer: copyPreview,
  }),
  copy: route({
    ...superAdmin,
    method: 'post',
    path: '/admin/settings/copy',
    summary: 'Copy groups of settings from another commune, over the versions of both that were looked at',
    body: z.strictObject({
      from: communeId,
      groups,
      baseVersion: version,
      sourceVersion: version,
      why: whyField.min(1),
    }),
    typed: { why: 'masked', from: 'checked' },
    answer: settings,
  }),
  theme: route({
    ...admin,
    method: 'get',
    path: '/admin/theme',
    summary: 'The looks of the commune, as its file has them',
    answer: z.object({ theme }),
  }),
  /** Served beside the widget's own files. */
  themeSheet: route({
    method: 'get',
    path: '/assets/widget/theme-{id}.css',
    summary: 'The looks of a commune, read by the widget before it is shown',
    access: 'anyone',
    embedded: true,
    mediaType: 'text/css',
    answer: z.string(),
    errors: [404],
    atRoot: true,
  }),
}
