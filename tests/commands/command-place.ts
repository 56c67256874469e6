import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, jest } from '@jest/globals'
import { hearCommand } from './hear-command.js'

/** Where the tests of a command run it. */
export interface CommandPlace {
  /** A folder of each test's own, which is taken away after it. */
  folder: string
  /** What was said in the test, see {@link hearCommand}. */
  said: () => string
}

/** Gives each test of a file a folder, and listens to what it runs; the environment is afterwards as it was. Comes before the file's own `beforeEach`. */
export function useCommandPlace(name: string): CommandPlace {
  const environment = { ...process.env }
  const place: CommandPlace = { folder: '', said: () => '' }
  beforeEach(async () => {
    place.folder = await mkdtemp(join(tmpdir(), `guichet-${name}-`))
    place.said = hearCommand()
  })
  afterEach(async () => {
    jest.restoreAllMocks()
    process.env = { ...environment }
    await rm(place.folder, { recursive: true, force: true })
  })
  return place
}
