import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { ask, dialogOf, history } from './citizen-scenes.js'
import { HumanHand, OPERATORS_MS } from './human-hand.js'
import { openConsole, openTown, openWidget, type Town } from './town.js'

/** A reader at ease with an average typist's hands, and somebody who takes her time with both. */
const PACES = {
  usual: { wordsPerMinute: 200, keyMs: OPERATORS_MS.key },
  slow: { wordsPerMinute: 150, keyMs: 500 },
} as const

/** The answer that is inserted has as many words as half of the installed entries. */
const QUESTION = 'comment renouveler mon passeport ?'
const THANKS = 'Merci beaucoup !'
const SCREEN = { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' as const }

/** A step of the walk-through: what the agent does, what the citizen does then, and what the screen shows afterwards. */
interface Step {
  name: string
  agent: (hand: HumanHand, page: Page) => Promise<void>
  citizen?: (page: Page) => Promise<void>
  shown: (page: Page) => Promise<void>
}

const STEPS: Step[] = [
  {
    name: 'available',
    agent: async (hand, page) => {
      await hand.read(page.getByRole('region', { name: 'Votre première conversation' }))
      await hand.think()
      await hand.click(page.locator('.first-steps').getByRole('button', { name: 'Me rendre disponible' }))
    },
    citizen: async (page) => {
      await dialogOf(page).getByRole('button', { name: 'Parler à un agent' }).first().click()
      await dialogOf(page)
        .getByText(/la file/)
        .waitFor()
    },
    shown: (page) => page.getByRole('button', { name: /^Prendre/ }).waitFor(),
  },
  {
    name: 'take',
    agent: async (hand, page) => {
      await hand.read(page.locator('.queue .row-open'))
      await hand.think()
      await hand.click(page.getByRole('button', { name: /^Prendre/ }))
    },
    shown: (page) => page.locator('.chip.proposed').first().waitFor(),
  },
  {
    name: 'insert',
    agent: async (hand, page) => {
      await hand.read(page.locator('.message.citizen .body').last())
      await hand.read(page.locator('.chip.proposed').first())
      await hand.think()
      await hand.click(page.locator('.chip.proposed').first())
    },
    shown: (page) => page.getByText('Inséré. Relisez').waitFor(),
  },
  {
    name: 'send',
    agent: async (hand, page) => {
      await hand.read(page.getByLabel('Votre réponse'))
      await hand.read(page.locator('.joined-card p').first())
      await hand.think()
      await hand.press('Control+Home')
      await hand.type('Bonjour, ')
      await hand.click(page.getByRole('button', { name: 'Envoyer', exact: true }))
    },
    citizen: (page) => ask(page, THANKS),
    shown: (page) => page.locator('.message.citizen').getByText(THANKS).waitFor(),
  },
  {
    name: 'end',
    agent: async (hand, page) => {
      await hand.read(page.locator('.message.citizen .body').last())
      await hand.think()
      await hand.read(page.locator('.end-bar'))
      await hand.click(page.getByRole('button', { name: 'Réponse donnée' }))
    },
    shown: (page) => page.locator('.banner').getByText('La conversation est terminée.').waitFor(),
  },
]

/**
 * `npm run bench -- first-handoff [--pace usual|slow] [--out docs/images]`: an agent who has never seen the console handles her first request, with real
 * keys and a real mouse at a person's pace, on the real server. Prints how long each step took; `--out` keeps a picture after each. @returns the exit status
 */
export async function runFirstHandoff(argv: string[]): Promise<number> {
  const { values } = parseArgs({
    args: argv,
    options: { pace: { type: 'string', default: 'usual' }, out: { type: 'string' } },
  })
  const pace = PACES[values.pace as keyof typeof PACES]
  if (!pace) {
    process.stderr.write(`--pace ${Object.keys(PACES).join('|')}\n`)
    return 2
  }
  const town = await openTown()
  try {
    const { citizen, agent } = await openBoth(town)
    const picture = async (name: string) => {
      if (values.out) await agent.screenshot({ path: join(values.out, `first-handoff-${name}.png`) })
    }
    if (values.out) await mkdir(values.out, { recursive: true })
    await picture('start')
    const hand = new HumanHand(agent, pace)
    let totalMs = 0
    for (const { name, agent: act, citizen: reply, shown } of STEPS) {
      const beganAt = performance.now()
      await act(hand, agent)
      const actedMs = performance.now() - beganAt
      // What the citizen does is her own time, not the agent's.
      await reply?.(citizen)
      const repliedAt = performance.now()
      await shown(agent)
      const took = actedMs + performance.now() - repliedAt
      totalMs += took
      process.stdout.write(`${name.padEnd(10)} ${(took / 1000).toFixed(1)} s\n`)
      await picture(name)
    }
    await history(citizen)
      .getByText(/L’assistant automatique reprend/)
      .waitFor()
    process.stdout.write(`${'together'.padEnd(10)} ${(totalMs / 1000).toFixed(1)} s (${JSON.stringify(pace)})\n`)
    return 0
  } finally {
    await town.close()
  }
}

/** A citizen whose question the assistant has answered, and an agent who has just signed in for the first time. */
async function openBoth(town: Town): Promise<{ citizen: Page; agent: Page }> {
  const citizen = await (await town.visit(SCREEN)).newPage()
  await citizen.goto(town.address)
  await openWidget(citizen)
  await ask(citizen, QUESTION)
  const agent = await (await town.visit(SCREEN)).newPage()
  await openConsole(agent, town.address, 'accueil@villebourg.example')
  return { citizen, agent }
}
