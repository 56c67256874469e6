import { downloadMarked } from './download-marked.js'
import { readMarks } from './sheet-marks.js'
import { showMissing } from './show-missing.js'

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
