const WIDTH = 30

/** Where a bar is drawn: a terminal redraws it, a file gets a line at each tenth. */
export interface BarScreen {
  isTTY?: boolean
  write(text: string): unknown
}

/** Shows how far a long work has come, on one line. `total` 0 means that it is not known: nothing is shown. */
export function progressBar(screen: BarScreen): (label: string) => (done: number, total: number) => void {
  return (label) => {
    let shown = -1
    return (done, total) => {
      if (total === 0) return
      const percent = Math.min(100, Math.floor((done / total) * 100))
      if (percent === shown || (!screen.isTTY && percent % 10 !== 0)) return
      shown = percent
      const filled = Math.round((percent / 100) * WIDTH)
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`
      const line = `${label} ${bar} ${percent} %`
      screen.write(screen.isTTY ? `\r${line}${percent === 100 ? '\n' : ''}` : `${line}\n`)
    }
  }
}
