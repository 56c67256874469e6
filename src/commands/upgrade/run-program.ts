import { type ChildProcess, spawn } from 'node:child_process'

/** Settings besides those of this process. */
type Settings = Record<string, string | undefined>

/** How a program is run. */
interface Running {
  folder?: string
  settings?: Settings
}

/** Of what a program has said, what is told when it fails. */
const LAST_LINES = 6

/** Runs a program to its end. @returns what it said on its standard output @throws Error with the last that it said, when it fails */
export function run(program: string, words: readonly string[], { folder, settings }: Running = {}): Promise<string> {
  const child = spawn(program, words, { cwd: folder, env: { ...process.env, ...settings }, stdio: 'pipe' })
  return ended(child)
}

/** Runs a line of a shell. @throws Error as {@link run} */
export function runLine(line: string): Promise<string> {
  return run('sh', ['-c', line])
}

/** Ends with whoever started it, however that ends: nothing goes on writing behind an upgrade that was killed. */
const TIED =
  "process.stdin.on('end', () => process.exit(1)).resume().unref(); process.argv.splice(1, 0, 'guichet'); await import('./scripts/guichet.mjs')"

/** Starts `guichet` as the version of a folder has it. */
export function startGuichet(folder: string, words: readonly string[], settings: Settings = {}): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '--eval', TIED, '--', ...words], {
    cwd: folder,
    env: { ...process.env, ...settings },
    stdio: 'pipe',
  })
}

/** Runs a command of the version of a folder. @throws Error as {@link run} */
export function runGuichet(folder: string, words: readonly string[], settings?: Settings): Promise<string> {
  return ended(startGuichet(folder, words, settings))
}

function ended(child: ChildProcess): Promise<string> {
  let [output, all] = ['', '']
  child.stdout?.on('data', (data) => {
    output += data
    all += data
  })
  child.stderr?.on('data', (data) => {
    all += data
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output)
      else reject(new Error(lastOf(all) || `${child.spawnfile}: ${code ?? signal}`))
    })
  })
}

function lastOf(text: string): string {
  return text.trim().split('\n').slice(-LAST_LINES).join('\n')
}
