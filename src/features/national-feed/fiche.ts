import type { SectionKey } from '../../platform/model/entry.js'
import type { Block } from '../../platform/text/rich-links.js'

/** A part of a fiche, in the words of its authors. */
export interface FichePart {
  /** What its own heading or mark says that it is; `brief` when it says nothing of the kind. */
  key: SectionKey
  /** Its own heading; empty when it has none. */
  title: string
  blocks: Block[]
}

/** A link of a fiche. `kind` is the feed's own word for it, e.g. `Téléservice`. */
export interface FicheLink {
  title: string
  url: string
  kind: string
}

/** One fiche of the national feed, as read from its file. */
export interface Fiche {
  /** e.g. `F1427`. */
  id: string
  title: string
  /** First public of the file: `Particuliers`, `Professionnels`, `Associations`; the feed has one volume for each. */
  audience: string
  /** The feed's own word, e.g. `Fiche d'information conditionnée`. */
  kind: string
  /** Version of the schema that the file names, e.g. `3.4`; `null` when it names none. */
  schema: string | null
  /** From the widest theme to the narrowest folder. */
  path: { id: string; title: string }[]
  /** Day of the last change, ISO `YYYY-MM-DD`; `null` when the file has none. */
  modified: string | null
  /** Its page on the national site. */
  url: string
  /** e.g. `enCoursDeMiseAJour`; empty when nothing is said. */
  status: string
  /** Its description in a sentence or two. */
  summary: string
  parts: FichePart[]
  /** Online services that can be opened over https, each once. */
  online: FicheLink[]
  /** Texts of law and pages to know more, each once. */
  references: FicheLink[]
  /** Whether it sends to the town hall. */
  sendsToTownHall: boolean
}
