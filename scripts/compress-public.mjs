import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/**
 * Where the copies lie in the folder of pages: a tree for each encoding, named as browsers call it. No address leads there, since what begins with a dot is
 * never served by its name, and what is built anew takes its place with the rest of `assets/`.
 */
const COPIES = join('assets', '.compressed')
/** Fonts and images are compressed as they are. */
const TYPES = new Set(['.js', '.css', '.html', '.json', '.svg'])
const ENCODERS = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
}

/**
 * Writes what `src/platform/http/static-routes.ts` serves: compressed copies of the pages, scripts, styles and sentences of a folder, which are as old as what they
 * are copies of. Those of a former build are gone. A file that would not be smaller has none.
 * @param {string} publicDir
 */
export async function compressPublic(publicDir) {
  await rm(join(publicDir, COPIES), { recursive: true, force: true })
  const names = await readdir(publicDir, { recursive: true })
  for (const name of names.filter((name) => TYPES.has(extname(name)))) await compress(publicDir, name)
}

async function compress(publicDir, name) {
  const file = join(publicDir, name)
  const bytes = await readFile(file)
  const { atime, mtime } = await stat(file)
  for (const [encoding, encode] of Object.entries(ENCODERS)) {
    const smaller = await encode(bytes)
    if (smaller.length >= bytes.length) continue
    const copy = join(publicDir, COPIES, encoding, name)
    await mkdir(dirname(copy), { recursive: true })
    await writeFile(copy, smaller)
    await utimes(copy, atime, mtime)
  }
}

if (process.argv[2] && import.meta.url === pathToFileURL(process.argv[1]).href) await compressPublic(process.argv[2])
