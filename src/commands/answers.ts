import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { loadMessages } from '../assistant/words/messages.js'
import { readConfig } from '../config.js'
import { loadTown } from '../features/settings/load-town.js'
import type { AnswersSwitch } from '../features/settings/settings-document.js'
import type { MessageKey } from '../platform/model/say.js'
import { personalNumbersIn } from '../platform/security/personal-numbers.js'
import { complain } from './print.js'
import { leaveForServer, openUnlessServed } from './running-server.js'

/** `guichet stop-answers --commune … --why …`: every question of a commune goes to a person. @returns the exit status */
export const runStopAnswers = (argv: string[]): Promise<number> => run(argv, true)

/** `guichet resume-answers --commune …`: the assistant answers again. @returns the exit status */
export const runResumeAnswers = (argv: string[]): Promise<number> => run(argv, false)

async function run(argv: string[], stopped: boolean): Promise<number> {
  const config = readConfig(process.env)
  const [say, communes] = await Promise.all([loadMessages(config.knowledgeDir), loadTown(config)])
  const tell = (key: MessageKey, parameters?: Record<string, string>) => say('fr', key, parameters)
  const options = readOptions(argv)
  const why = options?.why?.trim() ?? ''
  if (!options || (stopped && why === '')) return complain(tell('answers.usage'), 2)
  const number = personalNumberFault('--why', why)
  if (number !== null) return complain(number, 2)
  const [only] = communes.size === 1 ? communes.keys() : []
  const communeId = options.commune ?? only
  if (communeId === undefined || !communes.has(communeId))
    return complain(tell('answers.unknown_commune', { known: [...communes.keys()].join(', ') }), 2)
  const order: AnswersSwitch = {
    communeId,
    stopped,
    at: new Date().toISOString(),
    userId: 'command-line',
    userName: tell('answers.command_line', { account: userInfo().username }),
    why,
  }
  const store = await openUnlessServed(config)
  if (store) {
    try {
      const outcome = await store.switchAnswers(order)
      return report(tell(outcome === 'already' ? 'answers.already' : stopped ? 'answers.stopped' : 'answers.resumed'))
    } finally {
      await store.close()
    }
  }
  if (await leaveForServer(config.dataDir, order)) return report(tell(stopped ? 'answers.stopped' : 'answers.resumed'))
  process.stderr.write(`${tell('answers.not_taken')}\n`)
  return 1
}

function readOptions(argv: string[]): { commune?: string | undefined; why?: string | undefined } | null {
  try {
    return parseArgs({ args: argv, options: { commune: { type: 'string' }, why: { type: 'string' } } }).values
  } catch {
    return null
  }
}

function report(words: string): number {
  process.stdout.write(`${words}\n`)
  return 0
}

/**
 * Why an argument that is kept, and read by others, is refused: it holds a number that says who somebody is, or opens her account. The border of the server
 * refuses the same in what people type there; the commands have none. @returns the sentence; `null` when nothing is wrong
 */
export function personalNumberFault(option: string, text: string): string | null {
  if (personalNumbersIn(text).length === 0) return null
  return `${option} contient un numéro de sécurité sociale, un IBAN ou un numéro de carte bancaire. Retirez-le : ce qui est écrit là est gardé, et lu par d’autres.`
}
