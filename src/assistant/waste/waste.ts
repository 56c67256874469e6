import type { CommuneWaste } from '../../platform/model/commune.js'
import type { RecognisedLanguage } from '../../platform/model/language.js'

/** A text in French and in each of `EXAMPLE_LANGUAGES`. */
export type InEachLanguage = Partial<Record<RecognisedLanguage, string>> & { fr: string }

/** Where a kind of waste goes. */
export interface WasteKind {
  id: string
  /** Of the bin: a key of {@link WasteGuide.colours}. */
  colour?: string
  /** What stands behind the name of an object: "à la déchetterie". */
  place: InEachLanguage
  /** What is good to know, a sentence or two. */
  says: InEachLanguage
  /** Id of the entry that says more. */
  entry: string
}

/** A thing that people throw away. */
export interface WasteObject {
  id: string
  /** Its names by language, in the singular, the usual one first. */
  names: Partial<Record<RecognisedLanguage, string[]>> & { fr: string[] }
  /** Ids of kinds, the best first. */
  to: string[]
  /** `false`: its name alone asks something else ("mes papiers"), so that only a question on throwing away is about it. */
  alone?: boolean
}

/** What becomes of things: the national rules, which each commune changes with {@link CommuneWaste}. */
export interface WasteGuide {
  colours: ReadonlyMap<string, InEachLanguage>
  kinds: ReadonlyMap<string, WasteKind>
  objects: ReadonlyMap<string, WasteObject>
}

/** What a commune's file names that the guide does not have, each with its field. Pure. */
export function unknownInGuide({ objects = {}, bins = {}, notes = {} }: CommuneWaste, guide: WasteGuide) {
  const unknown = (field: string, id: string, known: ReadonlyMap<string, unknown>) =>
    known.has(id) ? [] : [{ field, id, known: [...known.keys()] }]
  return [
    ...Object.entries(objects).flatMap(([id, to]) => [
      ...unknown(`waste.objects.${id}`, id, guide.objects),
      ...to.flatMap((kind) => unknown(`waste.objects.${id}`, kind, guide.kinds)),
    ]),
    ...Object.entries(bins).flatMap(([kind, colour]) => [
      ...unknown(`waste.bins.${kind}`, kind, guide.kinds),
      ...unknown(`waste.bins.${kind}`, colour, guide.colours),
    ]),
    ...Object.keys(notes).flatMap((kind) => unknown(`waste.notes.${kind}`, kind, guide.kinds)),
  ]
}
