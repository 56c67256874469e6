import { readConfig } from '../../config.js'
import { loadImportsMessages } from '../../features/entries/catalogue/load-catalogues.js'

const SOURCES: Record<string, () => Promise<(argv: string[]) => Promise<number>>> = {
  'service-public': async () => (await import('./import-service-public.js')).runImportServicePublic,
  csv: () => entriesFrom('csv'),
  botpress: () => entriesFrom('botpress'),
  annuaire: async () => (await import('./import-directory.js')).runImportDirectory,
}

async function entriesFrom(kind: 'csv' | 'botpress') {
  const { runImportEntries } = await import('../import-entries.js')
  return (argv: string[]) => runImportEntries([kind, ...argv])
}

/** `npx guichet import <source>`. @returns the exit status */
export async function runImport([source = '', ...argv]: string[]): Promise<number> {
  const load = Object.hasOwn(SOURCES, source) && SOURCES[source]
  if (load) return (await load())(argv)
  const say = await loadImportsMessages(readConfig(process.env).knowledgeDir)
  process.stderr.write(`${say('fr', 'usage')}\n`)
  return 2
}
