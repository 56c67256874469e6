import { preparedFiles, preparedInMemory, usePrepared } from '../../src/platform/prepared.js'

/** Where the content was prepared by the code under test; set by `scripts/test.mjs`. */
const folder = process.env.TEST_PREPARED_FOLDER
const files = folder === undefined ? null : preparedFiles(folder)
const memory = preparedInMemory()

/** The servers of a process that read the same content make of it what is made once, or read what was prepared. */
export function shareContent(): void {
  usePrepared({
    ...(folder === undefined ? {} : { folder }),
    read(kind, digest) {
      const known = memory.read(kind, digest) ?? files?.read(kind, digest)
      if (known !== undefined) memory.write(kind, digest, known)
      return known
    },
    write: memory.write,
  })
}
