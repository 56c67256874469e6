import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../../features/entries/catalogue/load-entries.js'
import type { Commune } from '../../platform/model/commune.js'
import { LANGUAGES } from '../../platform/model/language.js'
import { nearestName } from '../../platform/text/nearest-name.js'
import { unknownInGuide, type WasteGuide, type WasteKind, type WasteObject } from './waste.js'

const inEach = z.record(z.enum(LANGUAGES), z.string().min(1))
const id = z.string().regex(/^[a-z0-9-]+$/)

const kindsFile = z.strictObject({
  source: z.strictObject({ name: z.string(), url: z.url(), date: z.iso.date(), note: z.string() }),
  colours: z.record(id, inEach),
  kinds: z.array(z.strictObject({ id, colour: id.optional(), place: inEach, says: inEach, entry: id })),
})

const objectsFile = z.array(
  z.strictObject({
    id,
    names: z.record(z.enum(LANGUAGES), z.array(z.string().min(1)).min(1)),
    to: z.array(id).min(1),
    alone: z.boolean().optional(),
  }),
)

/** Reads `<knowledgeDir>/waste/kinds.json` and `objects.json`. @throws ContentError when an object goes to a kind that is none; what cannot be read throws as it does */
export async function loadWaste(knowledgeDir: string): Promise<WasteGuide> {
  const read = async (name: string) => JSON.parse(await readFile(join(knowledgeDir, 'waste', name), 'utf8'))
  const { kinds, colours } = kindsFile.parse(await read('kinds.json'))
  const objects = objectsFile.parse(await read('objects.json'))
  const guide: WasteGuide = {
    colours: new Map(Object.entries(colours)),
    kinds: new Map(kinds.map((kind) => [kind.id, kind as WasteKind])),
    objects: new Map(objects.map((object) => [object.id, object as WasteObject])),
  }
  const goesTo = Object.fromEntries(objects.map((object) => [object.id, object.to]))
  requireKnown('waste/objects.json', unknownInGuide({ objects: goesTo }, guide))
  return guide
}

/** Refuses communes whose `waste` names what the guide does not have. @throws ContentError naming every field at fault, with what was probably meant */
export function requireKnownWaste(communes: Iterable<Commune>, guide: WasteGuide): void {
  for (const { id, waste } of communes) if (waste) requireKnown(`communes/${id}.json`, unknownInGuide(waste, guide))
}

function requireKnown(file: string, unknown: ReturnType<typeof unknownInGuide>): void {
  if (unknown.length === 0) return
  const faults = unknown.map(({ field, id, known }) => {
    const meant = nearestName(id, known)
    return { file, fault: `${field}: "${id}" is unknown${meant === null ? '' : `; did you mean "${meant}"?`}` }
  })
  throw new ContentError(faults)
}
