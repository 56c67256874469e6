import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { calendarDayInWords } from '../../platform/http/pages/provenance.js'
import type { Commune } from '../../platform/model/commune.js'
import type { StaffLanguage } from '../../platform/model/language.js'
import type { SayTruth, TruthKey } from '../../platform/model/say.js'
import { energyShape, measuredShape, type TruthSheetView } from './contract.js'
import { SETTINGS_CRITERIA, settingsPresence } from './web-presence.js'

/** What is told of an installation, whatever the commune: read once. */
export interface InstalledFacts {
  /** What 1,000 answers cost, from `energy.json` beside the model; `null` where it has none. */
  energy: z.infer<typeof energyShape> | null
  /** From `measured.json` beside the model; empty where it has none. */
  measured: z.infer<typeof measuredShape>
  widgetBytes: number | null
}

/** Reads what is told of an installation. @throws when a file is there and is not what it should be */
export async function loadInstalledFacts(modelDir: string, publicDir: string): Promise<InstalledFacts> {
  const [energy, measured, widgetBytes] = await Promise.all([
    readShape(join(modelDir, 'energy.json'), energyShape),
    readShape(join(modelDir, 'measured.json'), measuredShape),
    widgetWeight(publicDir),
  ])
  return { energy, measured: measured ?? {}, widgetBytes }
}

async function readShape<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape> | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : shape.parse(JSON.parse(text))
}

/** Where the widget's files are, and their copies for browsers that read Brotli: nearly all. */
const LOADER = 'assets/widget.js'
const WIDGET = 'assets/widget/guichet-widget.js'
const COPIES = 'assets/.compressed/br'

/** Compressed bytes of what a page of the town's site loads for the window, before anything is asked; `null` where it is not built. */
async function widgetWeight(publicDir: string): Promise<number | null> {
  try {
    const files = new Set([LOADER, WIDGET])
    // Each file that is added is looked into as well.
    for (const file of files)
      for (const [, name] of (await readFile(join(publicDir, file), 'utf8')).matchAll(
        /(?:from|import)"\.\/(chunk-\w+\.js)"/g,
      ))
        files.add(`assets/widget/${name}`)
    const sizes = [...files].map(async (file) => {
      const copy = await stat(join(publicDir, COPIES, file)).catch(() => null)
      return (copy ?? (await stat(join(publicDir, file)))).size
    })
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  } catch {
    return null
  }
}

/**
 * Headings of the inventory of algorithms, in its order.
 * Source: etalab/guides.etalab.gouv.fr, algorithmes/2-inventaire.md at 0d4bf0d (version of 11 February 2021).
 */
const REGISTER = [
  ...(['administration', 'service', 'contact', 'updated'] as const),
  ...(['algorithm', 'context', 'purpose', 'moment', 'automation', 'basis'] as const),
  ...(['decisions', 'reach', 'public'] as const),
  ...(['data', 'collection', 'type', 'operations', 'resources'] as const),
]

/**
 * The criteria of theme 9, "Algorithmie", of the RGESN: seven of its 78.
 * Source: RGESN, version of 17 May 2024 (Arcep, Arcom, ADEME), as ldevernay/rgesn-v2-audit quotes 9.2 to 9.7 (data/criteria/criteria_settings.json at 9f22ac2).
 */
const RGESN = ['9.1', '9.2', '9.3', '9.4', '9.5', '9.6', '9.7'] as const

/** What is stated of the assistant of a commune, whatever happened. */
type Statements = Pick<TruthSheetView, 'presence' | 'notice' | 'register' | 'sustainability'>

/** Says what the assistant is, and what is known of the town's presence, in a language. */
export function statementsOf(commune: Commune, day: string, language: StaffLanguage, say: SayTruth): Statements {
  const { nom, privacy, services, reception } = commune
  const facts = {
    commune: nom,
    controller: privacy.controller,
    contact: [services[reception]?.courriel, privacy.dpoEmail].filter(Boolean).join(', '),
    date: calendarDayInWords(day, language),
    retention: String(privacy.retentionDays),
  }
  const stated = (prefix: 'register' | 'rgesn') => (id: string) => ({
    id,
    name: say(language, `${prefix}.${id}` as TruthKey),
    value: say(language, `${prefix}.${id}.value` as TruthKey, facts),
  })
  const presence = settingsPresence(commune)
  return {
    presence: SETTINGS_CRITERIA.flatMap((criterion) => {
      const met = presence[criterion]
      return met === undefined ? [] : [{ criterion, name: say(language, `presence.${criterion}`), met }]
    }),
    notice: say(language, 'notice'),
    register: REGISTER.map(stated('register')),
    sustainability: RGESN.map(stated('rgesn')),
  }
}
