import { parseArgs } from 'node:util'
import { loadMessages } from '../assistant/words/messages.js'
import { readConfig } from '../config.js'
import { createSealer } from '../platform/store/sealer.js'
import { type SealKeyState, sealKeyState, takeSealKey } from '../store/seal-key-loss.js'
import type { SealedOwner } from '../store/sealed-values.js'
import { reasonOf } from './backup-words.js'
import { complain, type Tell } from './print.js'

/**
 * `guichet seal-key`: says whether the key at hand is that of the data, and names what it does not open. With `--accept-loss`, servers go on with it, or with
 * one that is drawn. What it says is for the town hall, in French.
 * @returns the exit status: 0, 1 when something does not open and its loss was not accepted, or nothing could be read, or 2 for wrong usage
 */
export async function runSealKey(argv: string[]): Promise<number> {
  const config = readConfig(process.env)
  const say = await loadMessages(config.knowledgeDir)
  const tell: Tell = (key, parameters) => say('fr', key, parameters)
  const wish = readWish(argv)
  if (!wish) return complain(tell('seal_key.usage'), 2)
  const sealer = createSealer(config.dataDir, { key: config.sealKey })
  try {
    const state = await sealKeyState(config, sealer)
    const isSound = state.isNoted !== false && state.lost.length === 0
    process.stdout.write(`${tell(`seal_key.${standingOf(state)}`)}\n${lossesOf(state.lost, tell)}`)
    if (!wish.acceptLoss) return isSound ? 0 : complain(tell('seal_key.what_to_do'), 1)
    await takeSealKey(config, sealer)
    process.stdout.write(`${tell('seal_key.taken')}\n`)
    if (state.lost.length > 0) process.stdout.write(`${tell('seal_key.afterwards')}\n`)
    return 0
  } catch (error) {
    const { code, why } = reasonOf(error)
    return complain(code === 'storage_locked' ? tell('seal_key.locked') : tell('seal_key.failed', { why }), 1)
  }
}

function standingOf({ hasKey, isNoted, lost }: SealKeyState): 'missing' | 'other' | 'own' {
  if (!hasKey) return 'missing'
  return isNoted === false || (isNoted === null && lost.length > 0) ? 'other' : 'own'
}

/** A line for each account, each webhook and each commune's appointments; conversations have no name that anybody knows, and are counted. */
function lossesOf(lost: readonly SealedOwner[], tell: Tell): string {
  const lines = lost.flatMap((one) => {
    if (one.kind === 'second_factor') return tell('seal_key.second_factor', { email: one.email })
    if (one.kind === 'appointments') return tell('seal_key.appointments', { commune: one.communeId })
    return one.kind === 'webhook' ? tell('seal_key.webhook', { name: one.name, commune: one.communeId }) : []
  })
  const masked = lost.filter(({ kind }) => kind === 'masked').length
  if (masked > 0) lines.push(tell('seal_key.masked', { count: String(masked) }))
  return lines.map((line) => `  ${line}\n`).join('')
}

/** `null` when it makes no sense. */
function readWish(argv: string[]): { acceptLoss: boolean } | null {
  try {
    const { values } = parseArgs({ args: argv, options: { 'accept-loss': { type: 'boolean', default: false } } })
    return { acceptLoss: values['accept-loss'] }
  } catch {
    return null
  }
}
