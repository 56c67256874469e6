import { parseArgs } from 'node:util'

/** What is asked about all of one commune. */
export const COMMUNE_VERBS = ['suspend', 'resume', 'export', 'import', 'restore', 'move', 'remove', 'use'] as const
/** One of {@link COMMUNE_VERBS}. */
export type CommuneVerb = (typeof COMMUNE_VERBS)[number]

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const OPTIONS = {
  from: text,
  to: text,
  as: text,
  why: text,
  'seal-key': text,
  'to-data': text,
  'to-town': text,
  'to-database': text,
  month: text,
  cost: text,
  json: flag,
  csv: flag,
  yes: flag,
  'dry-run': flag,
  'no-export': flag,
  'accept-loss': flag,
  'without-erasures': flag,
} as const

/** What a command line says. */
export interface CommuneWish {
  verb: CommuneVerb
  id: string
  from: string | undefined
  to: string | undefined
  as: string | undefined
  why: string | undefined
  sealKey: string | undefined
  toData: string | undefined
  toTown: string | undefined
  toDatabase: string | undefined
  month: string | undefined
  cost: string | undefined
  json: boolean
  csv: boolean
  /** Whether it is done, and not only said; a removal wants the id beside it. */
  yes: boolean
  /** What stands after the id: a removal has the id once more. */
  again: string | undefined
  noExport: boolean
  acceptLoss: boolean
  withoutErasures: boolean
}

/** Reads a command line. @returns `null` when it makes no sense */
export function readCommuneWish(verb: CommuneVerb, args: string[]): CommuneWish | null {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
    const [id = '', again, ...more] = positionals
    const needsId = verb !== 'use' && verb !== 'import'
    if (more.length > 0 || (needsId && id === '') || (again !== undefined && verb !== 'remove')) return null
    if (values.yes && values['dry-run']) return null
    return {
      ...{ verb, id, again, from: values.from, to: values.to, as: values.as, why: values.why },
      ...{ sealKey: values['seal-key'], toData: values['to-data'], toTown: values['to-town'] },
      ...{ toDatabase: values['to-database'], month: values.month, cost: values.cost },
      ...{ json: values.json, csv: values.csv, yes: values.yes, noExport: values['no-export'] },
      ...{ acceptLoss: values['accept-loss'], withoutErasures: values['without-erasures'] },
    }
  } catch {
    return null
  }
}

/** Says a line. */
export function say(words: string): void {
  process.stdout.write(`${words}\n`)
}

/** Says that all is well. @returns the exit status */
export function finish(words: string): number {
  say(words)
  return 0
}

/** Says why nothing was done. @returns the exit status */
export function refuse(words: string, status: 1 | 2 = 1): number {
  process.stderr.write(`${words}\n`)
  return status
}

/** Says that it was only said, and how it is done. @returns the exit status */
export function notDone({ verb, id }: Pick<CommuneWish, 'verb' | 'id'>): number {
  return finish(
    `Rien n’a été fait. Pour le faire : la même commande, avec --yes${verb === 'remove' ? ` ${id}` : ''} à la fin.`,
  )
}
