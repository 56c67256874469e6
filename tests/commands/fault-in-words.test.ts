import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { faultInWords } from '../../src/commands/fault-in-words.js'
import { readConfig } from '../../src/config.js'
import { ContentError } from '../../src/features/entries/catalogue/load-entries.js'
import { AppError } from '../../src/platform/model/app-error.js'
import { openStore } from '../../src/store/open-store.js'

const taken = createServer()
beforeAll(() => new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => taken.close(resolve)))

const ofSystem = (code: string, more: object) => Object.assign(new Error(`${code}: refused`), { code, ...more })

describe('what keeps a server from starting', () => {
  it('is told with what to do: a port that is taken', async () => {
    const { port } = taken.address() as AddressInfo
    const second = createServer()
    const error = await new Promise((resolve) => second.once('error', resolve).listen(port, '127.0.0.1'))
    expect(faultInWords(error)).toMatch(/^listen EADDRINUSE: .*127\.0\.0\.1:\d+\. Un programme écoute déjà là/)
  })

  it.each([
    ['EADDRNOTAVAIL', 'HOST n’est pas une adresse de cette machine'],
    ['EACCES', 'ports sous 1024'],
  ])('is told with what to do: an address refused by %s', (code, remedy) => {
    expect(faultInWords(ofSystem(code, { syscall: 'listen' }))).toContain(remedy)
  })

  it.each([
    ['EACCES', 'avec le compte à qui est le dossier'],
    ['ENOSPC', 'Libérez de la place'],
    ['EROFS', 'un disque où l’on peut écrire'],
  ])('is told with what to do: a data folder refused by %s', (code, remedy) => {
    const told = faultInWords(new AppError('storage_unavailable', 503, { cause: ofSystem(code, {}) }))
    expect(told).toMatch(/^Les données ne peuvent pas être lues ou écrites, et rien n’est servi sans elles : /)
    expect(told).toContain(remedy)
  })

  it('names a file that is missing, and the folders to look at', () => {
    const told = faultInWords(ofSystem('ENOENT', { path: '/srv/knowledge/messages/fr.json' }))
    expect(told).toMatch(/^Un fichier ne peut pas être lu : ENOENT.*GUICHET_KNOWLEDGE_DIR/)
  })

  it('has a line for each fault of the content', () => {
    const faults = ['a', 'b'].map((name) => ({ file: `communes/${name}.json`, fault: 'nom: expected a text' }))
    expect(faultInWords(new ContentError(faults))).toBe(
      'Contenu à corriger (2) :\n  - communes/a.json: nom: expected a text\n  - communes/b.json: nom: expected a text',
    )
  })

  it('does not take a database that is away for one of another version', async () => {
    // Nothing but the system may listen there.
    const config = readConfig({ DATABASE_URL: 'postgres://guichet:x@127.0.0.1:1/guichet', PORT: '0' })
    const told = faultInWords(await openStore(config).catch((error: unknown) => error))
    expect(told).toMatch(/sans elles : DATABASE_URL: .*connect ECONNREFUSED/)
  })

  it('keeps its stack when it is a fault of the program', () => {
    for (const error of [new Error('a fault of ours'), new TypeError('x is not a function'), null, 'a word'])
      expect(faultInWords(error)).toBeNull()
  })
})
