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
export async function downloadMarked(link: HTMLAnchorElement, boxes: readonly HTMLInputElement[]): Promise<void> {
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
