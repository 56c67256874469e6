import { readConfig } from '../config.js'
import { loadExchangeWords } from '../content/exchange/exchange-words.js'
import { AppError } from '../domain/app-error.js'
import { faultInWords } from './fault-in-words.js'

const FILE_FAULTS = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR']

/** What keeps any command from its work, as a sentence for whoever typed it: the settings, the content, the data, or a file that cannot be read; `null` for a fault of ours. */
export async function commandFault(error: unknown): Promise<string | null> {
  if (typeof error !== 'object' || error === null) return null
  const say = () => loadExchangeWords(readConfig(process.env).knowledgeDir)
  if (error instanceof AppError && error.code === 'storage_locked') return (await say())('fr', 'command.locked')
  const { code, path } = error as NodeJS.ErrnoException
  if (code === undefined || path === undefined || !FILE_FAULTS.includes(code)) return faultInWords(error)
  return (await say())('fr', 'command.unreadable', { file: path, code })
}
