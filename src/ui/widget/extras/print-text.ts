/** Prints a text alone, without the page around the widget: in a frame that is there only for that. */
export function printText(text: string, title: string): void {
  const frame = document.createElement('iframe')
  // A frame that is not drawn prints nothing in some browsers: this one is drawn outside the screen.
  Object.assign(frame.style, { position: 'fixed', left: '-200vw' })
  document.body.append(frame)
  const { contentWindow } = frame
  if (!contentWindow) return
  contentWindow.document.title = title
  const page = contentWindow.document.createElement('pre')
  page.dir = 'auto'
  page.style.whiteSpace = 'pre-wrap'
  page.style.fontFamily = 'sans-serif'
  page.textContent = text
  contentWindow.document.body.append(page)
  contentWindow.addEventListener('afterprint', () => frame.remove())
  contentWindow.print()
}
