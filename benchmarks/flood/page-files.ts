import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

const ASSETS = 'public/assets'
/** What a browser says that it reads. */
export const AS_BROWSERS = 'gzip, deflate, br, zstd'

/** Addresses of what the pages load: those of the widget and of the console, their parts, and the pages themselves; the largest files first. */
export async function pageFiles(): Promise<string[]> {
  const parts = (await Promise.all(['widget', 'console'].map(scriptsOf))).flat().sort((a, b) => b.bytes - a.bytes)
  const addresses = parts.map(({ address }) => address)
  return [...addresses, '/widget.js', '/assets/console.js', '/assets/console.css', '/console', '/', '/site.css']
}

/** Address of the largest file of the widget. @throws Error when the widget is not built */
export async function largestOfWidget(): Promise<string> {
  const [largest] = (await scriptsOf('widget')).sort((a, b) => b.bytes - a.bytes)
  if (!largest) throw new Error(`nothing is built in ${ASSETS}`)
  return largest.address
}

async function scriptsOf(program: string) {
  const paths = (await readdir(join(ASSETS, program))).map((name) => join(ASSETS, program, name))
  return Promise.all(
    paths.map(async (path) => ({ address: `/assets/${program}/${basename(path)}`, bytes: (await stat(path)).size })),
  )
}
