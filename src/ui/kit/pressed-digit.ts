/** The digit from 1 to 9 whose key is pressed, read off the keyboard: AZERTY needs no shift. A pad that moves the cursor types none. Pure. */
export function pressedDigit({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): number | null {
  const digit = key.length === 1 ? /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] : undefined
  return digit === undefined ? null : Number(digit)
}
