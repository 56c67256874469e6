import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readQuestions } from '../../src/features/entries/catalogue/load-entries.js'

/** Example questions that a copy keeps. */
const QUESTIONS_EACH = 5
const SHARED = ['knowledge/messages', 'knowledge/communes', 'intents/lexicons', 'intents/assistant']

/** Writes so many entries into a folder with `knowledge` and `intents`: the installed ones, then copies of them under other names. */
export async function writeManyEntries(folder: string, count: number): Promise<void> {
  for (const path of SHARED) await cp(path, join(folder, path), { recursive: true })
  await mkdir(join(folder, 'intents'), { recursive: true })
  const ids = (await readdir('knowledge')).filter((file) => file.endsWith('.md')).map((file) => file.slice(0, -3))
  for (let place = 0; place < count; place += 1) {
    const from = ids[place % ids.length] ?? ''
    const round = Math.floor(place / ids.length)
    const id = round === 0 ? from : `${from}-${round}`
    const text = await readFile(join('knowledge', `${from}.md`), 'utf8')
    const questions = (await readQuestions(join('intents', `${from}.json`))).slice(0, QUESTIONS_EACH)
    const named = (words: string) => (round === 0 ? words : `${words} quartier ${round}`)
    await writeFile(
      join(folder, 'knowledge', `${id}.md`),
      text.replace(
        /^title: (["']?)(.*?)\1$/m,
        (_, quote: string, title: string) => `title: ${quote}${named(title)}${quote}`,
      ),
    )
    const intent = { name: id, contexts: [], utterances: { fr: questions.map(named) }, slots: [] }
    await writeFile(join(folder, 'intents', `${id}.json`), JSON.stringify(intent))
  }
}
