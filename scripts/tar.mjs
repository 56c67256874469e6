const BLOCK = 512
/** `ustar`, which every tar reads: a name of 100 bytes, after a folder of 155. */
const NAME_BYTES = 100
const FOLDER_BYTES = 155

/**
 * An archive of files alone, whose bytes depend on nothing but what is given: root's, all of one time.
 * @param {Iterable<{ name: string, isProgram: boolean, read: () => Buffer }>} files in the order in which they are written
 * @param {number} seconds when they were last changed, since 1970
 * @returns {Generator<Buffer>} the archive, piece by piece
 * @throws when a name is longer than the format has room for
 */
export function* tar(files, seconds) {
  for (const { name, isProgram, read } of files) {
    const bytes = read()
    yield header({ name, mode: isProgram ? 0o755 : 0o644, size: bytes.length, seconds })
    yield bytes
    yield Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)
  }
  yield Buffer.alloc(2 * BLOCK)
}

/** Fields and their places: POSIX.1-1988, `ustar`. */
function header({ name, mode, size, seconds }) {
  const block = Buffer.alloc(BLOCK)
  const [folder, file] = splitName(name)
  const octal = (value, digits) => `${value.toString(8).padStart(digits, '0')}\0`
  block.write(file, 0)
  block.write(octal(mode, 7), 100)
  block.write(octal(0, 7) + octal(0, 7), 108)
  block.write(octal(size, 11) + octal(seconds, 11), 124)
  block.write('        0', 148)
  block.write('ustar\0'.concat('00'), 257)
  block.write(folder, 345)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

function splitName(name) {
  if (Buffer.byteLength(name) <= NAME_BYTES) return ['', name]
  const cuts = [...name.matchAll(/\//g)].map(({ index }) => [name.slice(0, index), name.slice(index + 1)])
  const fits = ([folder, file]) => Buffer.byteLength(folder) <= FOLDER_BYTES && Buffer.byteLength(file) <= NAME_BYTES
  const found = cuts.find(fits)
  if (found === undefined) throw new Error(`too long for an archive: ${name}`)
  return found
}
