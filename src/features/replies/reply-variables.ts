/** What a ready reply may name, as its writer types it between braces: `{horaires}`, or `{horaires : urbanisme}` for a service by its id. */
export const REPLY_VARIABLES = [
  'agent',
  'usager',
  'reference',
  'service',
  'horaires',
  'ouverture',
  'telephone',
  'courriel',
  'adresse',
  'commune',
  'site',
] as const
/** One of {@link REPLY_VARIABLES}. */
export type ReplyVariable = (typeof REPLY_VARIABLES)[number]

/** Other ways of naming them, folded. */
const ALIASES = new Map<string, ReplyVariable>([
  ['prenom', 'agent'],
  ['prenom de l agent', 'agent'],
  ['nom de l agent', 'agent'],
  ['nom de l usager', 'usager'],
  ['nom du service', 'service'],
  ['nom de la commune', 'commune'],
  ['reference de la demande', 'reference'],
  ['email', 'courriel'],
  ['mail', 'courriel'],
  ['tel', 'telephone'],
  ['horaires du service', 'horaires'],
  ['telephone du service', 'telephone'],
  ['adresse du service', 'adresse'],
])

/** A variable as it is written in a text. */
const WRITTEN = /\{([^{}\n]{1,60})\}/g

/** The value of a variable, of a service where one is named; `null` when there is none now. */
export type ValueOf = (variable: ReplyVariable, service: string | null) => string | null

/** Replaces the variables of a text. What has no value, or is no variable, stays as it is written, for the agent to see. Pure. */
export function fillReplyVariables(text: string, valueIn: ValueOf): string {
  return text.replace(WRITTEN, (whole, written: string) => {
    const { variable, service } = parse(written)
    return (variable && valueIn(variable, service)) ?? whole
  })
}

/** What is left between braces in a text, as it is written. Pure. */
export function unfilledReplyVariables(text: string): string[] {
  return [...new Set([...text.matchAll(WRITTEN)].map(([whole]) => whole))]
}

/** Names between braces that are no variable, as they are written. Pure. */
export function unknownReplyVariables(text: string): string[] {
  return [...text.matchAll(WRITTEN)].filter(([, written = '']) => !parse(written).variable).map(([whole]) => whole)
}

function parse(written: string): { variable: ReplyVariable | null; service: string | null } {
  const [name = '', service] = written.split(':')
  const folded = fold(name)
  const variable = REPLY_VARIABLES.find((one) => one === folded) ?? ALIASES.get(folded) ?? null
  return { variable, service: service === undefined ? null : service.trim().toLowerCase() }
}

/** Lower case, without accents nor punctuation, so that "Prénom de l’agent" and "prenom de l'agent" are one. */
function fold(text: string): string {
  return (
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .match(/[a-z0-9]+/g) ?? []
  ).join(' ')
}
