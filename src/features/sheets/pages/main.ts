import { readMarks } from '../../../ui/kit/sheet-marks.js'

/** Lines that the script fills: empty in the server's file. */
const FILLED = ['reference', 'bilan']

/** Puts what is marked on the page into the server's file, which is the same for everyone. */
export function markFile(
  file: string,
  boxes: readonly { id: string; checked: boolean }[],
  filled: Record<string, string>,
): string {
  const ticked = boxes
    .filter(({ checked }) => checked)
    .reduce((text, { id }) => text.replace(`id="${id}"`, `id="${id}" checked`), file)
  return Object.entries(filled).reduce(
    (text, [id, line]) => text.replace(new RegExp(`<p id="${id}"[^>]*></p>`), () => line),
    ticked,
  )
}

/** Downloads the file of a link with the marks of the page. @throws when the server is out of reach */
async function downloadMarked(link: HTMLAnchorElement, boxes: readonly HTMLInputElement[]): Promise<void> {
  const response = await fetch(link.href, { credentials: 'omit' })
  if (!response.ok) throw new Error(String(response.status))
  const filled = FILLED.flatMap((id) => {
    const line = document.getElementById(id)
    return line?.textContent ? [[id, line.outerHTML]] : []
  })
  const file = markFile(await response.text(), boxes, Object.fromEntries(filled))
  const copy = document.createElement('a')
  copy.href = URL.createObjectURL(new Blob([file], { type: 'text/html' }))
  copy.download = `${location.pathname.split('/').at(-1)}.html`
  copy.click()
  URL.revokeObjectURL(copy.href)
}

const byId = (id: string) => document.getElementById(id)
const boxes = [...document.querySelectorAll<HTMLInputElement>('.boxes input')]
const { have, total, reference, print: isForPrint } = readMarks(location.hash)

// What was marked is for this page alone: an address that is copied or kept in the history says nothing of it.
if (have || reference || isForPrint) history.replaceState(null, '', location.pathname + location.search)

const referenceLine = byId('reference')
if (reference && referenceLine) {
  referenceLine.textContent = (referenceLine.dataset.words ?? '').replace('{reference}', reference)
  referenceLine.hidden = false
}

const sum = byId('bilan')
if (sum) {
  if (have && total === boxes.length) {
    for (const place of have) if (boxes[place]) boxes[place].checked = true
    showMissing(sum, boxes)
  }
  for (const box of boxes) box.onchange = () => showMissing(sum, boxes)
}

const print = byId('imprimer')
// Some browsers of phones have no way to print.
if (print && 'print' in window) {
  print.hidden = false
  print.onclick = () => window.print()
  byId('sans-script')?.remove()
}

const download = byId('telecharger')
if (download instanceof HTMLAnchorElement) {
  download.onclick = (event) => {
    event.preventDefault()
    downloadMarked(download, boxes).catch(() => location.assign(download.href))
  }
}

// Opened by an agent for somebody at the counter: one press was enough. A dialog that opens while the page is still being read would show half of it.
if (isForPrint && 'print' in window) addEventListener('load', () => window.print(), { once: true })

/** Says how many papers are missing, in the sentences that the page carries. */
export function showMissing(line: HTMLElement, boxes: readonly { checked: boolean }[]): void {
  const missing = boxes.filter(({ checked }) => !checked).length
  const { missing: many = '', missingOne = '', complete = '' } = line.dataset
  const sentence = missing === 0 ? complete : missing === 1 ? missingOne : many
  line.textContent = sentence.replace('{missing}', String(missing)).replace('{total}', String(boxes.length))
}
