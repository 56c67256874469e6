const FIRST_MS = 500
const LONGEST_MS = 15_000

/**
 * How long to wait before trying again: doubles with each failure up to 15 s, and half of it is drawn by chance so
 * that browsers cut off together do not come back together.
 * @param failures failures in a row, 1 for the first
 * @param chance in [0, 1), `Math.random()` by default
 */
export function backoffMs(failures: number, chance = Math.random()): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1))
  return Math.round(full / 2 + (full / 2) * chance)
}

/** Uses something that strict privacy settings may forbid, such as storage; `null` when it is forbidden. */
export function attempt<T>(use: () => T): T | null {
  try {
    return use()
  } catch {
    return null
  }
}

/** Gives a file that was made in the browser to whoever asked for it. @param type its media type */
export function download(name: string, type: string, content: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** For the press on a field of files: the file that was chosen last, mended meanwhile, can be chosen again. Browsers tell of no choice where it is the same. */
export function chosenAgain({ currentTarget }: { currentTarget: HTMLInputElement }): void {
  currentTarget.value = ''
}

/** The digit from 1 to 9 whose key is pressed, read off the keyboard: AZERTY needs no shift. A pad that moves the cursor types none. Pure. */
export function pressedDigit({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): number | null {
  const digit = key.length === 1 ? /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] : undefined
  return digit === undefined ? null : Number(digit)
}
