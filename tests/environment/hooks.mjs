import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from '@swc/core'

const GLOBALS = new URL('./jest-globals.mjs', import.meta.url).href
const NO_STYLE = 'data:text/javascript,export default ""'

/** Style sheets are of browsers: a component that brings one is imported for its rules. */
export function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true }
  if (specifier.endsWith('.css')) return { url: NO_STYLE, shortCircuit: true }
  return next(typeScriptOf(specifier, context.parentURL), context)
}

/** The source that an import of what is compiled from it names. */
function typeScriptOf(specifier, parentUrl) {
  if (!/^(\.|file:).*\.js$/.test(specifier) || parentUrl?.includes('/node_modules/')) return specifier
  const url = new URL(specifier, parentUrl).href
  if (existsSync(fileURLToPath(url))) return specifier
  return (
    [url.replace(/js$/, 'ts'), url.replace(/js$/, 'tsx')].find((source) => existsSync(fileURLToPath(source))) ?? url
  )
}

/** TypeScript becomes what runs, with the map by which failures are told at their place in the source. */
export async function load(url, context, next) {
  if (url.endsWith('.json')) return next(url, { ...context, importAttributes: { type: 'json' } })
  if (!/\.tsx?$/.test(url)) return next(url, context)
  const filename = fileURLToPath(url)
  const { code } = await transform(await readFile(filename, 'utf8'), { ...OPTIONS, filename })
  return { format: 'module', shortCircuit: true, source: code }
}

const OPTIONS = {
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
  module: { type: 'es6' },
}
