import { isTooDeep } from '../../platform/text/json-depth.js'
import { parseSections } from '../entries/render/entry-text.js'
import { contentElementsShape, frenchOf, intentShape, type QnaData, qnaDataShape, qnaShape } from './botpress-shapes.js'
import type { LineFault, LineFaultCode } from './import-plan.js'
import { ExchangeFault } from './table.js'
import type { ImportedFields, ImportedRow } from './table-rows.js'

/** What was read of a bot. */
export interface BotpressRead {
  rows: ImportedRow[]
  faults: LineFault[]
}

/** Name by which Botpress keeps the questions of a question and answer among its intents. */
const QNA_INTENT = /^__qna__/
/** Contexts of Botpress that name no subject. */
const EMPTY_CONTEXTS = new Set(['global', 'default', ''])
/** Most questions and answers, most intents and most faults that are taken of a bot. */
const MOST_OF_BOT = 10_000
/** An answer that is an element of content: `#!builtin_text-aBcDeF`. */
const REFERENCE = /^#!(\S+)$/

/**
 * Reads a bot of Botpress 12: `intents/`, `qna/` and the content elements that its answers name, in the present shape and in that of before; or the list
 * that its module of questions and answers exports. Bots of the cloud (`.bpz`) have another format.
 * @param files texts by path, as in the folder of the bot or in an archive of it
 * @throws ExchangeFault `nothing_of_botpress`, `bot_too_large`
 */
export function readBotpress(files: ReadonlyMap<string, string>): BotpressRead {
  const reader = new BotReader(files)
  for (const path of [...files.keys()].sort()) reader.read(path)
  if (!reader.isBot) throw new ExchangeFault('nothing_of_botpress')
  return reader.result()
}

class BotReader {
  isBot = false
  readonly #files: ReadonlyMap<string, string>
  readonly #faults: LineFault[] = []
  readonly #answered = new Map<string, ImportedRow>()
  readonly #asked = new Map<string, ImportedRow>()
  readonly #elements: ReadonlyMap<string, string>

  constructor(files: ReadonlyMap<string, string>) {
    this.#files = files
    this.#elements = contentElements(files)
  }

  read(path: string): void {
    const kind = kindOf(path)
    if (!kind) return
    const text = this.#files.get(path) ?? ''
    if (isTooDeep(text)) return void this.#fault(path, 'too_deep')
    const json = parseJson(text)
    // An archive may hold other lists of its own.
    if (kind === 'list' && !Array.isArray(json)) return
    this.isBot = true
    if (json === undefined) return void this.#fault(path, 'not_json')
    if (kind === 'intent') this.#readIntent(path, json)
    else if (kind === 'qna') this.#readQna(path, json)
    else for (const [index, one] of (json as unknown[]).entries()) this.#readListed(path, one, index)
    if (Math.max(this.#answered.size, this.#asked.size) > MOST_OF_BOT) this.#refuse(path)
  }

  /** Intents that say the questions of a question and answer are one with it. */
  result(): BotpressRead {
    const asked = [...this.#asked].filter(([id]) => !this.#answered.has(id)).map(([, row]) => row)
    return { rows: [...this.#answered.values(), ...asked], faults: this.#faults }
  }

  #readIntent(path: string, json: unknown): void {
    const read = intentShape.safeParse(json)
    if (!read.success) return void this.#fault(path, 'unknown_shape')
    const { name, utterances, contexts } = read.data
    const questions = frenchOf(utterances)
    if (questions === null) return void this.#fault(path, 'not_in_french')
    const id = name.replace(QNA_INTENT, '')
    const fields = {
      id,
      suggestedTitle: titleOf(id, questions),
      questions: questions.map(withoutSlots),
      ...categoryOf(contexts),
    }
    this.#asked.set(id, { line: null, file: path, fields })
  }

  #readQna(path: string, json: unknown): void {
    const read = qnaShape.safeParse(json)
    if (read.success) this.#readData(path, read.data.id, read.data.data)
    else this.#fault(path, 'unknown_shape')
  }

  #readListed(path: string, json: unknown, index: number): void {
    const whole = qnaShape.safeParse(json)
    if (whole.success) return void this.#readData(path, whole.data.id, whole.data.data)
    const bare = qnaDataShape.safeParse(json)
    if (bare.success) this.#readData(path, `${index}`, bare.data)
    else this.#fault(path, 'unknown_shape', String(index + 1))
  }

  #readData(path: string, botpressId: string, data: QnaData): void {
    const questions = frenchOf(data.questions)
    const answers = data.answers ? frenchOf(data.answers) : data.answer ? [data.answer] : []
    if (questions === null || answers === null) return void this.#fault(path, 'not_in_french', botpressId)
    if (!data.enabled) return void this.#fault(path, 'disabled', botpressId)
    const texts = answers.map((answer) => this.#resolve(answer))
    const [answer, ...otherAnswers] = texts.filter((text) => text !== null)
    if (texts.includes(null)) this.#fault(path, 'answer_elsewhere', answers[texts.indexOf(null)] ?? '')
    if (!answer && data.action === 'redirect') return void this.#fault(path, 'only_redirects', data.redirectFlow)
    const id = botpressId.replace(QNA_INTENT, '')
    const fields: ImportedFields = {
      id: isDrawn(id) ? (questions[0] ?? id) : id,
      suggestedTitle: titleOf(id, questions),
      questions,
      ...categoryOf(data.contexts ?? [data.category ?? '']),
      ...(answer ? answerFields(answer) : {}),
      ...(otherAnswers.length > 0 ? { otherAnswers } : {}),
    }
    this.#answered.set(id, { line: null, file: path, fields })
  }

  /** The text of an answer, looked up when it is a reference; `null` when what it names is not there. */
  #resolve(answer: string): string | null {
    const [, id] = REFERENCE.exec(answer) ?? []
    return id === undefined ? answer : (this.#elements.get(id) ?? null)
  }

  #fault(path: string, code: LineFaultCode, value = ''): void {
    this.#faults.push({ line: null, file: path, code, field: null, value: value.slice(0, 80) })
    if (this.#faults.length > MOST_OF_BOT) this.#refuse(path)
  }

  #refuse(path: string): never {
    throw new ExchangeFault('bot_too_large', { path: path.slice(0, 100), most: String(MOST_OF_BOT) })
  }
}

function kindOf(path: string): 'intent' | 'qna' | 'list' | null {
  if (!path.endsWith('.json')) return null
  const folder = path.split('/').at(-2)
  if (folder === 'intents') return 'intent'
  if (folder === 'qna') return 'qna'
  return folder === 'content-elements' ? null : 'list'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

/** Texts of the bot's elements of content by id. */
function contentElements(files: ReadonlyMap<string, string>): Map<string, string> {
  const elements = new Map<string, string>()
  for (const [path, text] of files) {
    if (path.split('/').at(-2) !== 'content-elements') continue
    const read = contentElementsShape.safeParse(isTooDeep(text) ? undefined : parseJson(text))
    for (const { id, formData } of read.success ? read.data : []) {
      const said = formData.text$fr ?? formData.text
      if (typeof said === 'string' && said !== '') elements.set(id, said)
    }
  }
  return elements
}

/** An answer with headings of an entry is one, section by section; anything else is what is said first. */
function answerFields(answer: string): Pick<ImportedFields, 'sections' | 'simple'> {
  try {
    const { sections: all, simple } = parseSections(answer)
    const sections = Object.fromEntries(Object.entries(all).filter(([, text]) => text !== ''))
    return simple === null ? { sections } : { sections, simple }
  } catch {
    return { sections: { brief: answer } }
  }
}

function categoryOf(contexts: readonly string[]): Pick<ImportedFields, 'category'> {
  const category = contexts.find((context) => !EMPTY_CONTEXTS.has(context))
  return category === undefined ? {} : { category }
}

/** Whether Botpress drew an id, like `a1b2c3d4e5` or `5f2d-…`: it says nothing to a person. */
function isDrawn(id: string): boolean {
  return /^(\d+|[0-9a-f-]{8,36}|[a-z0-9]{10})$/.test(id) && /\d/.test(id)
}

function titleOf(id: string, questions: readonly string[]): string {
  const words = id
    .replace(/^[a-z0-9]{10}_/, '')
    .replace(/[-_]+/g, ' ')
    .trim()
  const title = isDrawn(id) || words === '' ? (questions[0] ?? '') : `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  return title.slice(0, MOST_TITLE)
}

const MOST_TITLE = 90

/** A question without the marks of its slots: `le [24 novembre](date)` is asked as `le 24 novembre`. */
function withoutSlots(utterance: string): string {
  return utterance.replace(/\[([^[\]]+)\]\([^)[]+\)/g, '$1')
}
