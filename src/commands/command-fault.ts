import { readConfig } from '../config.js'
import { loadExchangeWords } from '../content/exchange/exchange-words.js'
import { AppError } from '../domain/app-error.js'

const FILE_FAULTS = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR']

/** What keeps any command from its work, as a sentence for whoever typed it: a server holds the data, or a file cannot be read; `null` for a fault of ours. */
export async function commandFault(error: unknown): Promise<string | null> {
  if (typeof error !== 'object' || error === null) return null
  const say = () => loadExchangeWords(readConfig(process.env).knowledgeDir)
  if (error instanceof AppError) return error.code === 'storage_locked' ? (await say())('fr', 'command.locked') : null
  const { code, path } = error as NodeJS.ErrnoException
  if (code === undefined || path === undefined || !FILE_FAULTS.includes(code)) return null
  return (await say())('fr', 'command.unreadable', { file: path, code })
}
