import { correction, generate } from 'lean-qr'

/** Longest address that is drawn: beyond it, the squares are too small for a phone. */
const MAX_LENGTH = 200
/** White squares around the code, as the standard asks. Source: ISO/IEC 18004, 9.1 */
const QUIET = 4

/** A QR code as one SVG path of unit squares. */
export interface QrCode {
  /** Squares of a side, the white ones around it included. */
  size: number
  path: string
}

/** Draws an address; a code that is damaged in 15 places out of 100 is still read. `null` when the address is too long. */
export function qrCode(address: string): QrCode | null {
  if (address.length > MAX_LENGTH) return null
  const squares = generate(address, { minCorrectionLevel: correction.M })
  const rows = Array.from({ length: squares.size }, (_, y) => rowPath(squares, y))
  return { size: squares.size + 2 * QUIET, path: rows.join('') }
}

/** The runs of black squares of a row: "M4 4h7v1h-7z". */
function rowPath(squares: ReturnType<typeof generate>, y: number): string {
  let path = ''
  for (let x = 0; x < squares.size; x += 1) {
    if (!squares.get(x, y) || squares.get(x - 1, y)) continue
    let end = x
    while (squares.get(end, y)) end += 1
    path += `M${x + QUIET} ${y + QUIET}h${end - x}v1h${x - end}z`
  }
  return path
}
