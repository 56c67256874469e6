import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { axeFindings } from './axe-findings.js'
import { AuditGatherer } from './gather-audit.js'
import { LOOKS, type Look, ZOOMED } from './looks.js'
import { openStage, openStageTown } from './open-stage.js'
import { FOCUS, KEYBOARD, MOTION, type PageCheck, REFLOW, SPACING, ZOOM } from './page-checks.js'
import type { Scene } from './scene.js'
import { SCENES } from './scenes.js'
import type { Town } from './town.js'

const USAGE = 'usage: npm run bench -- audit [--only scene,scene] [--out knowledge/accessibility/audit.json]'

/** What is checked beside axe in each look; axe examines every look but the enlarged one. */
const CHECKS: Record<string, PageCheck[]> = {
  light: [MOTION, SPACING, FOCUS, KEYBOARD],
  forced: [FOCUS],
  phone: [REFLOW],
  zoomed: [ZOOM],
}

/**
 * `npm run bench -- audit`: examines every page and state in a browser, on the real server, and writes what the
 * declaration of accessibility is made from. @returns the exit status: 0, 1 when something is at fault, 2 for wrong arguments
 */
export async function runAudit(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { only: { type: 'string' }, out: { type: 'string', default: 'knowledge/accessibility/audit.json' } },
  })
  const only = values.only?.split(',')
  const scenes = SCENES.filter(({ id }) => only?.includes(id) ?? true)
  if (scenes.length === 0) {
    process.stderr.write(`${USAGE}\nscenes: ${SCENES.map(({ id }) => id).join(', ')}\n`)
    return 2
  }
  const town = await openStageTown()
  try {
    const gatherer = new AuditGatherer()
    const unseen: string[] = []
    let engine = ''
    for (const scene of scenes) {
      for (const look of [...LOOKS, ZOOMED]) {
        process.stderr.write(`${scene.id} · ${look.id}\n`)
        try {
          engine = (await examine(town, scene, look, gatherer)) ?? engine
        } catch (error) {
          unseen.push(
            `${scene.id} · ${look.id}: ${error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error)}`,
          )
        }
      }
    }
    const audit = gatherer.audit({
      on: new Date().toISOString().slice(0, 10),
      tools: [`Chromium ${town.browser.version()}`, engine],
      scenes: scenes.map(({ fr }) => fr),
      looks: [...LOOKS, ZOOMED].map(({ fr }) => fr),
    })
    for (const one of unseen) process.stderr.write(`not examined: ${one}\n`)
    if (!only && unseen.length === 0) {
      await mkdir(dirname(values.out), { recursive: true })
      await writeFile(values.out, `${JSON.stringify(audit, null, 2)}\n`)
    }
    for (const { rule, where, element } of audit.faults) process.stdout.write(`${rule} · ${where} · ${element}\n`)
    process.stdout.write(
      `${audit.scenes.length} scenes, ${audit.criteria.length} criteria, ${audit.faults.length} faults\n`,
    )
    return audit.faults.length + unseen.length > 0 ? 1 : 0
  } finally {
    await town.close()
  }
}

/** @returns the engine's name when axe was run */
async function examine(town: Town, scene: Scene, look: Look, gatherer: AuditGatherer): Promise<string | undefined> {
  const where = `${scene.fr} (${look.fr})`
  const stage = openStage(town, look)
  try {
    const page = await scene.show(stage)
    const axe = look === ZOOMED ? undefined : await axeFindings(page, look)
    if (axe) gatherer.addFindings(where, axe.findings)
    for (const check of CHECKS[look.id] ?? []) gatherer.addCheck(where, check, await check.faults(page))
    return axe?.engine
  } finally {
    await stage.close()
  }
}
