import { parseArgs } from 'node:util'
import { countSource, LONG_LINES, SMALL_LINES } from './count-source.js'
import { type Crossed, crossedFiles } from './crossed-files.js'

/** `npm run bench -- house [--names]`: how large the source is, and how much of it a question crosses; with the names of those files. Prints Markdown. */
export async function runHouseBench(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { names: { type: 'boolean', default: false } } })
  const { files, lines, small, functions, p90, longest, long } = await countSource('src')
  const { ask, message } = await crossedFiles()
  const rows = [
    ['TypeScript files; lines', `${files}; ${lines}`],
    [`files under ${SMALL_LINES} lines`, small],
    ['functions; nine in ten have at most', `${functions}; ${p90} lines`],
    ['longest', `${longest.lines} lines, \`${longest.name}\` of \`${longest.file}\``],
    [`functions over ${LONG_LINES} lines`, long.length],
    ['files that a question crosses, without a conversation', toldOf(ask)],
    ['files that a message crosses, from route to stored answer', toldOf(message)],
  ]
  process.stdout.write(`| | now |\n| --- | --- |\n${rows.map(([name, value]) => `| ${name} | ${value} |\n`).join('')}`)
  if (values.names) process.stdout.write(`\n${message.files.map((file) => `- ${file}\n`).join('')}`)
  return 0
}

const toldOf = ({ files, functions }: Crossed) => `${files.length}, ${functions} functions`
