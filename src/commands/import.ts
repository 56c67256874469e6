/** What `guichet import` reads, by the word that follows it. Loaded only when it is called. */
const KINDS: Record<string, () => Promise<(argv: string[]) => Promise<number>>> = {
  csv: async () => (await import('./import-entries.js')).runImportEntries,
  botpress: async () => (await import('./import-entries.js')).runImportEntries,
}

/** `guichet import <kind> …`. @returns the exit status */
export async function runImport(argv: string[]): Promise<number> {
  const [kind = ''] = argv
  const load = KINDS[kind]
  if (load) return (await load())(argv)
  process.stderr.write(`guichet import ${Object.keys(KINDS).join(' | ')}\n`)
  return 2
}
