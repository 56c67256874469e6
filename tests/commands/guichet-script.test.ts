import { spawnSync } from 'node:child_process'
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'

/** A copy in which nothing is installed nor built. */
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-script-'))
  await cp('scripts', join(folder, 'scripts'), { recursive: true })
  await cp('package-lock.json', join(folder, 'package-lock.json'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
})
afterEach(async () => {
  await chmod(folder, 0o700)
  await rm(folder, { recursive: true, force: true })
})

/** Runs the command line of the copy. @returns its status, and what it says on standard error */
function guichet(argv: string[], options: { uid?: number; settings?: Record<string, string> } = {}) {
  const { uid, settings } = options
  const { status, stderr } = spawnSync('node', [join(folder, 'scripts', 'guichet.mjs'), ...argv], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...settings },
    ...(uid === undefined ? {} : { uid }),
  })
  return { status, said: stderr }
}

describe('guichet', () => {
  it('says that settings are variables to who gives them to the start as arguments', () => {
    const { status, said } = guichet(['start', '--port', '4000'])
    expect(status).toBe(2)
    expect(said).toContain('PORT=4000')
  })

  it('says in words that it is not installed whole, and what to do', () => {
    const { status, said } = guichet(['start'], { settings: { GUICHET_SET_UP: 'no' } })
    expect(status).toBe(1)
    expect(said).toMatch(/L’installation n’est pas complète : .*main\.js/)
    expect(said).toContain('GUICHET_SET_UP=no')
    expect(said).not.toMatch(/\n\s+at /)
  })

  it('does not begin an installation in a folder where the account may not write', async () => {
    await chmod(folder, 0o555)
    // The rights of a folder do not stop root: another account runs it then.
    const { status, said } = guichet(['start'], process.getuid?.() === 0 ? { uid: 65_534 } : {})
    expect(status).toBe(1)
    expect(said).toContain(`n’a pas le droit d’écrire dans ${folder}`)
    expect(said).not.toContain('npm error')
  })
})
