const GLOBALS = new URL('./jest-globals.mjs', import.meta.url).href
const NO_STYLE = 'data:text/javascript,export default ""'

/** Style sheets are of browsers: a component that brings one is imported for its rules. */
export function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, shortCircuit: true }
  if (specifier.endsWith('.css')) return { url: NO_STYLE, shortCircuit: true }
  return next(specifier, context)
}
