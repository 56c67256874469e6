import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createSealer, SEAL_KEY_FILE } from '../../../src/platform/store/sealer.js'
import { makeFaultyFileSystem } from './faulty-file-system.js'
import { makeTemporaryFolder, removeFolder } from './temporary-folder.js'

let folder: string
beforeEach(async () => {
  folder = await makeTemporaryFolder()
})
afterEach(() => removeFolder(folder))

describe('a sealed value', () => {
  it('opens where it belongs, by the same key, after a restart too', async () => {
    const sealed = await createSealer(folder).seal('06 39 98 55 12 é', 'c1')
    expect(sealed).toMatch(/^[\w-]+$/)
    expect(await createSealer(folder).open(sealed, 'c1')).toBe('06 39 98 55 12 é')
    expect(await createSealer(folder).open(sealed, 'c2')).toBeNull()
    // Another process, with a folder of its own and the same key.
    const key = await readFile(join(folder, SEAL_KEY_FILE), 'utf8')
    const other = createSealer(join(folder, 'other'), { key })
    expect(await other.open(sealed, 'c1')).toBe('06 39 98 55 12 é')
    expect(await createSealer(folder).open(`${sealed.slice(0, -4)}AAAA`, 'c1')).toBeNull()
    expect(await createSealer(folder).open('short', 'c1')).toBeNull()
  })

  it('is another one each time, and says nothing without the key', async () => {
    const sealer = createSealer(folder)
    const [one, two] = await Promise.all([sealer.seal('a@example.org', 'c1'), sealer.seal('a@example.org', 'c1')])
    expect(one).not.toBe(two)
    expect(Buffer.from(one ?? '', 'base64url').toString('latin1')).not.toContain('example')
    const elsewhere = await makeTemporaryFolder()
    expect(await createSealer(elsewhere).open(one ?? '', 'c1')).toBeNull()
    await removeFolder(elsewhere)
  })

  it('has a key that its owner alone reads, drawn once; what is no key is refused, not replaced', async () => {
    const file = join(folder, SEAL_KEY_FILE)
    await createSealer(folder).seal('x', 'c1')
    const key = await readFile(file, 'utf8')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await createSealer(folder).seal('x', 'c1')
    expect(await readFile(file, 'utf8')).toBe(key)
    await writeFile(file, 'torn')
    await expect(createSealer(folder).seal('x', 'c1')).rejects.toMatchObject({ code: 'seal_key_unusable' })
    expect(await readFile(file, 'utf8')).toBe('torn')
  })
  it('is never said to be lost, nor to be taken away, because another account runs the server', async () => {
    await createSealer(folder).seal('x', 'c1')
    const { fileSystem, ...faults } = makeFaultyFileSystem()
    faults.break('readFile', 'EACCES')
    const refused: Error = await createSealer(folder, { fileSystem })
      .seal('x', 'c1')
      .then(
        () => new Error('it was read'),
        (error) => error.cause,
      )
    expect(refused.message).toContain('Run it with the account that owns the data folder')
    expect(refused.message).not.toContain('take the file away')
  })
})
