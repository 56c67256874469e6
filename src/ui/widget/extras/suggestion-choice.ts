const KEY = 'guichet:suggestions'
const OFF = 'off'

/** Where storage is blocked, the choice lasts as long as the page. */
let isOff: boolean | null = null

/** Whether the citizen wants no suggestion while she types, in this browser. */
export function suggestionsAreOff(): boolean {
  isOff ??= readOff()
  return isOff
}

/** Keeps what she has just chosen in the options. Nothing is stored before she chooses, nor when she wants them again. */
export function turnSuggestions(way: 'on' | 'off'): void {
  isOff = way === OFF
  try {
    if (isOff) localStorage.setItem(KEY, OFF)
    else localStorage.removeItem(KEY)
  } catch {
    // Strict privacy settings make every use of the storage throw.
  }
}

function readOff(): boolean {
  try {
    return localStorage.getItem(KEY) === OFF
  } catch {
    return false
  }
}
