import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { energyShape, measuredShape } from './contract.js'

/** What is told of an installation, whatever the commune: read once. */
export interface InstalledFacts {
  /** What 1,000 answers cost, from `energy.json` beside the model; `null` where it has none. */
  energy: z.infer<typeof energyShape> | null
  /** From `measured.json` beside the model; empty where it has none. */
  measured: z.infer<typeof measuredShape>
  widgetBytes: number | null
}

/** Reads what is told of an installation. @throws when a file is there and is not what it should be */
export async function loadInstalledFacts(modelDir: string, publicDir: string): Promise<InstalledFacts> {
  const [energy, measured, widgetBytes] = await Promise.all([
    readShape(join(modelDir, 'energy.json'), energyShape),
    readShape(join(modelDir, 'measured.json'), measuredShape),
    widgetWeight(publicDir),
  ])
  return { energy, measured: measured ?? {}, widgetBytes }
}

async function readShape<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape> | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : shape.parse(JSON.parse(text))
}

/** Where the widget's files are, and their copies for browsers that read Brotli: nearly all. */
const LOADER = 'assets/widget.js'
const WIDGET = 'assets/widget/guichet-widget.js'
const COPIES = 'assets/.compressed/br'

/** Compressed bytes of what a page of the town's site loads for the window, before anything is asked; `null` where it is not built. */
async function widgetWeight(publicDir: string): Promise<number | null> {
  try {
    const files = new Set([LOADER, WIDGET])
    // Each file that is added is looked into as well.
    for (const file of files)
      for (const [, name] of (await readFile(join(publicDir, file), 'utf8')).matchAll(
        /(?:from|import)"\.\/(chunk-\w+\.js)"/g,
      ))
        files.add(`assets/widget/${name}`)
    const sizes = [...files].map(async (file) => {
      const copy = await stat(join(publicDir, COPIES, file)).catch(() => null)
      return (copy ?? (await stat(join(publicDir, file)))).size
    })
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  } catch {
    return null
  }
}
