/** One axis: what it measures, its ends, and where its marks are. */
export interface Axis {
  label: string
  from: number
  to: number
  ticks: readonly number[]
  format(value: number): string
  scale: 'linear' | 'log'
}

/** A line through points. */
export interface Line {
  kind: 'line'
  /** In the legend; `null` for a line that needs no words. */
  name: string | null
  colour: number
  dashed: boolean
  points: readonly (readonly [x: number, y: number])[]
}

/** Dots, each with an area and perhaps a label beside it. */
export interface Dots {
  kind: 'dots'
  name: string | null
  colour: number
  points: readonly { x: number; y: number; radius: number; label: string | null; hint: string }[]
}

/** What a chart shows. */
export interface Chart {
  title: string
  /** Read by a screen reader; one sentence. */
  description: string
  x: Axis
  y: Axis
  layers: readonly (Line | Dots)[]
}

const WIDTH = 760
const HEIGHT = 460
const LEGEND_LINE = 18
const PLOT = { left: 70, right: 730, bottom: 400 }
const FIRST_LEGEND = 54
/** Vertical room of a label beside a dot. */
const LABEL_LINE = 14
const LABEL_CHARACTER = 6.8

/** On white at 4.5:1 or more, and their lighter twins on near-black. */
const COLOURS = [
  ['#1b62a0', '#74b8f0'],
  ['#a8480f', '#f3a372'],
  ['#2f6f34', '#8dd394'],
  ['#7b3a86', '#dba0e6'],
  ['#5c5c5c', '#b8b8b8'],
] as const

/** Draws a chart as an SVG document that follows the reader's light or dark theme; its text is text. */
export function drawChart(chart: Chart): string {
  const named = chart.layers.filter(({ name }) => name !== null)
  const top = FIRST_LEGEND + named.length * LEGEND_LINE + 8
  const place: Place = {
    x: (value) => PLOT.left + position(chart.x, value) * (PLOT.right - PLOT.left),
    y: (value) => PLOT.bottom - position(chart.y, value) * (PLOT.bottom - top),
  }
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeXml(chart.title)}</title>`,
    `<desc id="description">${escapeXml(chart.description)}</desc>`,
    `<style>${style()}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}"/>`,
    text({ x: PLOT.left, y: 30, css: 'head' }, chart.title),
    ...named.map(legend),
    ...horizontalAxis(chart.x, place, top),
    ...verticalAxis(chart.y, place, top),
    ...chart.layers.map((layer) => (layer.kind === 'line' ? drawLine(layer, place) : drawDots(layer, place))),
    ...labels(chart, place),
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

interface Place {
  x(value: number): number
  y(value: number): number
}

/** Share of the axis, from 0 to 1; values beyond an end are drawn on it. */
function position({ from, to, scale }: Axis, value: number): number {
  const along = scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from)
  return Math.min(1, Math.max(0, along))
}

function style(): string {
  const rules = (theme: 0 | 1, ink: string, ground: string, rule: string) =>
    [
      `.ground{fill:${ground}}text{fill:${ink}}.rule{stroke:${rule}}.axis{stroke:${ink}}`,
      ...COLOURS.map((pair, i) => `.c${i}{stroke:${pair[theme]}}.f${i}{fill:${pair[theme]}}`),
    ].join('')
  return [
    'text{font:13px system-ui,sans-serif}.head{font-size:16px;font-weight:600}.line{fill:none;stroke-width:2.5}',
    '.dashed{stroke-dasharray:6 5}.dot{fill-opacity:.75;stroke:none}',
    rules(0, '#1c1c1c', '#ffffff', '#dedede'),
    `@media(prefers-color-scheme:dark){${rules(1, '#ececec', '#14171a', '#3a3f45')}}`,
  ].join('')
}

function legend({ kind, name, colour, ...layer }: Line | Dots, i: number): string {
  const y = FIRST_LEGEND + i * LEGEND_LINE
  const dashed = 'dashed' in layer && layer.dashed ? ' dashed' : ''
  const sign =
    kind === 'line'
      ? `<line class="line c${colour}${dashed}" x1="${PLOT.left}" x2="${PLOT.left + 26}" y1="${y - 4}" y2="${y - 4}"/>`
      : `<circle class="dot f${colour}" cx="${PLOT.left + 13}" cy="${y - 4}" r="6"/>`
  return `${sign}${text({ x: PLOT.left + 36, y, css: '' }, name ?? '')}`
}

function horizontalAxis(axis: Axis, place: Place, top: number): string[] {
  const marks = axis.ticks.flatMap((tick) => {
    const x = round(place.x(tick))
    return [
      `<line class="rule" x1="${x}" x2="${x}" y1="${top}" y2="${PLOT.bottom}"/>`,
      text({ x, y: PLOT.bottom + 20, css: '', anchor: 'middle' }, axis.format(tick)),
    ]
  })
  const middle = (PLOT.left + PLOT.right) / 2
  return [
    ...marks,
    `<line class="axis" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}"/>`,
    text({ x: middle, y: PLOT.bottom + 44, css: '', anchor: 'middle' }, axis.label),
  ]
}

function verticalAxis(axis: Axis, place: Place, top: number): string[] {
  const marks = axis.ticks.flatMap((tick) => {
    const y = round(place.y(tick))
    return [
      `<line class="rule" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}"/>`,
      text({ x: PLOT.left - 8, y: y + 4, css: '', anchor: 'end' }, axis.format(tick)),
    ]
  })
  const middle = (top + PLOT.bottom) / 2
  const turned = `<text text-anchor="middle" transform="translate(20 ${middle}) rotate(-90)">${escapeXml(axis.label)}</text>`
  return [...marks, turned]
}

function drawLine({ colour, dashed, points, name }: Line, place: Place): string {
  const path = points.map(([x, y]) => `${round(place.x(x))},${round(place.y(y))}`).join(' ')
  const title = name === null ? '' : `<title>${escapeXml(name)}</title>`
  return `<polyline class="line c${colour}${dashed ? ' dashed' : ''}" points="${path}">${title}</polyline>`
}

function drawDots({ colour, points }: Dots, place: Place): string {
  return points
    .map(({ x, y, radius, hint }) => {
      const centre = `cx="${round(place.x(x))}" cy="${round(place.y(y))}"`
      return `<circle class="dot f${colour}" ${centre} r="${round(radius)}"><title>${escapeXml(hint)}</title></circle>`
    })
    .join('\n')
}

/** The part of the drawing that a text or a dot covers. */
interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Labels close to their dots: on the right if it is free, else around, the leftmost dot first. */
function labels({ layers }: Chart, place: Place): string[] {
  const dots = layers
    .flatMap((layer) => (layer.kind === 'dots' ? layer.points : []))
    .map((point) => ({ ...point, cx: place.x(point.x), cy: place.y(point.y) }))
    .sort((a, b) => a.cx - b.cx)
  const taken: Box[] = dots.map(({ cx, cy, radius }) => {
    return { x: cx - radius, y: cy - radius, width: 2 * radius, height: 2 * radius }
  })
  return dots.flatMap(({ label, cx, cy, radius }) => {
    if (label === null) return []
    const boxes = boxesAround({ cx, cy, radius }, label.length * LABEL_CHARACTER)
    const free = boxes.find((box) => isInside(box) && !taken.some((other) => overlap(box, other)))
    const box = free ?? (boxes[0] as Box)
    taken.push(box)
    return [text({ x: round(box.x), y: round(box.y + LABEL_LINE - 3), css: '' }, label)]
  })
}

function boxesAround({ cx, cy, radius }: { cx: number; cy: number; radius: number }, width: number): Box[] {
  const size = { width, height: LABEL_LINE }
  const gap = radius + 6
  return [
    { x: cx + gap, y: cy - LABEL_LINE / 2, ...size },
    { x: cx - width / 2, y: cy + gap - 4, ...size },
    { x: cx - width / 2, y: cy - gap - LABEL_LINE + 4, ...size },
    { x: cx - gap - width, y: cy - LABEL_LINE / 2, ...size },
    { x: cx, y: cy + gap - 4, ...size },
    { x: cx, y: cy - gap - LABEL_LINE + 4, ...size },
    { x: cx, y: cy - gap - 2 * LABEL_LINE + 4, ...size },
  ]
}

function isInside({ x, width }: Box): boolean {
  return x >= PLOT.left && x + width <= PLOT.right
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

interface TextPlace {
  x: number
  y: number
  css: string
  anchor?: 'start' | 'middle' | 'end'
}

function text({ x, y, css, anchor }: TextPlace, value: string): string {
  const attributes = `${css ? ` class="${css}"` : ''}${anchor && anchor !== 'start' ? ` text-anchor="${anchor}"` : ''}`
  return `<text x="${x}" y="${y}"${attributes}>${escapeXml(value)}</text>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
