/** Says how many papers are missing, in the sentences that the page carries. */
export function showMissing(line: HTMLElement, boxes: readonly { checked: boolean }[]): void {
  const missing = boxes.filter(({ checked }) => !checked).length
  const { missing: many = '', missingOne = '', complete = '' } = line.dataset
  const sentence = missing === 0 ? complete : missing === 1 ? missingOne : many
  line.textContent = sentence.replace('{missing}', String(missing)).replace('{total}', String(boxes.length))
}
