import { register } from 'node:module'

/** The conformance suite of the Model Context Protocol imports `globSync`, which Node 20 does not have, for a command that is not called here. */
const files = asModule("export * from 'node:fs'; export const globSync = () => []")
register(
  asModule(`export const resolve = (specifier, context, next) =>
    specifier === 'fs' && context.parentURL?.includes('/@modelcontextprotocol/conformance/')
      ? { url: ${JSON.stringify(files)}, shortCircuit: true }
      : next(specifier, context)`),
)

function asModule(source) {
  return `data:text/javascript,${encodeURIComponent(source)}`
}
