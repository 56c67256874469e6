import { readConfig } from '../config.js'
import { loadExchangeWords } from '../features/exchange/import-defaults.js'
import { AppError } from '../platform/model/app-error.js'
import { faultInWords } from './fault-in-words.js'

const FILE_FAULTS = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR']

/** What keeps any command from its work, as a sentence for whoever typed it: the settings, the content, the data, or a file that cannot be read; `null` for a fault of ours. */
export async function commandFault(error: unknown): Promise<string | null> {
  if (typeof error !== 'object' || error === null) return null
  const isLocked = error instanceof AppError && error.code === 'storage_locked'
  const { code, path } = error as NodeJS.ErrnoException
  const isFile = code !== undefined && path !== undefined && FILE_FAULTS.includes(code)
  const say = isLocked || isFile ? await loadWords() : null
  if (!say) return faultInWords(error)
  return isLocked
    ? say('fr', 'command.locked')
    : say('fr', 'command.unreadable', { file: path ?? '', code: code ?? '' })
}

/** `null` where the content has none: its folder is not whole, and that is what there is to say. */
async function loadWords() {
  try {
    return await loadExchangeWords(readConfig(process.env).knowledgeDir)
  } catch {
    return null
  }
}
