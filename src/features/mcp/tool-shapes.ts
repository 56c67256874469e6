import { z } from 'zod'
import {
  alertShape,
  availabilityShape,
  entryIdShape,
  languageShape,
  MAX_TEXT_LENGTH,
  serviceShape,
  spokenLanguageShape,
} from '../../platform/http/shapes.js'
import { EXPIRIES, SECTION_KEYS } from '../../platform/model/entry.js'
import { askedShape, communeIdShape } from '../asking/contract.js'

/** Of every tool: which commune, the server's own by default, and in which language, the caller's by default. */
const town = { communeId: communeIdShape.optional(), language: languageShape.optional() }
const question = z.string().min(1).max(MAX_TEXT_LENGTH)

/** Where an entry comes from and when it was checked: what whoever quotes it has to say. */
const provenance = {
  /** Its page on the town's own server. */
  url: z.string(),
  source: z.object({ name: z.string(), url: z.string(), licence: z.string(), date: z.string() }),
  verifiedAt: z.string().nullable(),
}

/** Where to go or whom to call. Empty where it is not known. */
const office = serviceShape.extend({
  /** A service of the town; else another body's. */
  isTown: z.boolean(),
  /** Day on which another body's facts were true. */
  updatedAt: z.string().nullable(),
})

/** An entry as it is published, in text. */
const procedure = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  handledBy: z.enum(['commune', 'intercommunalite', 'etat', 'autre']),
  sections: z.array(
    z.object({
      key: z.enum(SECTION_KEYS),
      title: z.string(),
      text: z.string(),
      /** In the words of its source. */
      quoted: z.literal(true).exactOptional(),
      language: z.literal('fr').exactOptional(),
    }),
  ),
  simple: z.string().nullable(),
  online: z.array(z.object({ label: z.string(), url: z.string() })),
  /** Where it is booked, and what is booked there, by name; absent: the commune proposes no appointment for it. */
  appointment: z.object({ label: z.string(), url: z.string() }).exactOptional(),
  /** Its documents and images, on the town's own server; `date`: of which day each is, empty where that is not said. */
  documents: z.array(z.object({ label: z.string(), url: z.string(), type: z.string(), date: z.string() })),
  offices: z.array(office),
  ...provenance,
  reviewBy: z.string(),
  language: spokenLanguageShape,
  /** That it is translated, or that its source is old. */
  notices: z.array(z.string()),
  /** Why its text is not shown any more, or not yet: what is left is where to ask. */
  expired: z.enum(EXPIRIES).exactOptional(),
})

const candidate = z.object({ id: z.string(), title: z.string(), confidence: z.number(), ...provenance })

/** What a question gets: what `POST /ask` answers, its entries in text and with where they come from. */
const found = askedShape
  .omit({ answer: true, openings: true, candidates: true, durationsMs: true, encoderVersion: true })
  .extend({
    status: z.enum(['answered', 'asked_back', 'unanswered']),
    procedure: procedure.exactOptional(),
    candidates: z.array(candidate),
  })

const onDate = z.object({ open: z.boolean(), hours: z.string(), reason: z.string().nullable() })

/** What each tool takes and gives. */
export const TOOL_SHAPES = {
  find_procedure: { input: z.object({ question, ...town }), output: found },
  get_procedure: { input: z.object({ id: entryIdShape, ...town }), output: procedure },
  opening_hours: {
    input: z.object({ date: z.iso.date().optional(), ...town }),
    output: z.object({
      date: z.string().nullable(),
      services: z.array(serviceShape.extend({ onDate: onDate.nullable() })),
      alert: alertShape.nullable(),
    }),
  },
  which_office: {
    input: z.object({ what: question, address: z.string().max(200).optional(), ...town }),
    output: found.omit({ procedure: true, guide: true }).extend({
      procedure: procedure.pick({ id: true, title: true, url: true, source: true, verifiedAt: true }).exactOptional(),
      /** What the entry says of where to go. */
      where: z.string(),
      offices: z.array(office),
    }),
  },
  talk_to_a_person: {
    input: z.object(town),
    output: availabilityShape.extend({
      /** The page on which to write to somebody. */
      url: z.string(),
      email: z.string(),
      /** When the reception is open. */
      hours: z.string(),
    }),
  },
}

/** One of the tools. */
export type ToolName = keyof typeof TOOL_SHAPES
/** What a tool takes, checked. */
export type ToolInput<Name extends ToolName> = z.output<(typeof TOOL_SHAPES)[Name]['input']>
/** What a tool gives. */
export type ToolOutput<Name extends ToolName> = z.output<(typeof TOOL_SHAPES)[Name]['output']>

export type ProcedureView = z.infer<typeof procedure>
export type OfficeView = z.infer<typeof office>
