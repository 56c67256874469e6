import { existsSync, realpathSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { type Config, ConfigError, readConfig } from '../config.js'
import { loadCatalogues } from '../features/entries/catalogue/load-catalogues.js'
import { communeIdOf, foundedCommune, writeCommune } from '../features/new-town/begin-town.js'
import { communeFiles } from '../features/settings/load-town.js'
import { AppError } from '../platform/model/app-error.js'
import type { OperatorKey } from '../platform/model/say.js'
import { personalNumberFault } from './answers.js'
import { loadOperatorWords, type SayOperator } from './doctor/finding.js'
import { lookAtDisk, lookAtMemory } from './doctor/look-at-machine.js'
import { type Outside, realOutside } from './doctor/outside.js'
import { complain } from './print.js'
import { birthForAccounts } from './require-birth.js'
import {
  ANSWERS,
  type AnswerCheck,
  type AnswerFault,
  type Answers,
  faultOf,
  isAsked,
  QUESTIONS,
  readAnswers,
  townOf,
} from './setup/questions.js'
import { type SystemFile, settingsOf, systemFiles, writeSystemFile } from './setup/system-files.js'
import { addAccount, passwordFaultInWords } from './user.js'

interface Wish {
  from: string | undefined
  to: string
  account: string
  dryRun: boolean
  force: boolean
  network: boolean
}

interface Setup {
  wish: Wish
  say: SayOperator
  sayFault: (fault: AnswerFault) => string
  check: AnswerCheck
  knowledgeDir: string
}

/**
 * `guichet setup`: asks what an installation needs, or reads it from a file, checks each answer, and writes the settings, the commune, the first account, the
 * unit of systemd and the site of the web server; what is right already stays as it is.
 * @returns the exit status: 0, 1 when something is to be mended, 2 for wrong usage
 */
export async function runSetup(argv: string[], outside: Outside = realOutside()): Promise<number> {
  const knowledgeDir = process.env.GUICHET_KNOWLEDGE_DIR ?? 'knowledge'
  const say = await loadOperatorWords(knowledgeDir, 'fr')
  const wish = readWish(argv)
  if (!wish) return complain(say('setup.usage'), 2)
  if (wish.account === 'root') return complain(say('setup.root'), 2)
  const sayTown = await loadCatalogues({ knowledgeDir, prefix: 'admin-new-town.', languages: ['fr'] }, 'name.wrong')
  const setup: Setup = {
    wish,
    say,
    sayFault: (fault) => ('town' in fault ? sayTown('fr', fault.town) : say(fault.key, fault.facts)),
    check: {
      outside,
      network: wish.network,
      passwordFault: (password, answers) => ownPasswordFault(password, answers, knowledgeDir),
    },
    knowledgeDir,
  }
  const machine = machineFaults()
  if (machine.length > 0)
    return complain([say('setup.machine'), ...machine.map((one) => `  - ${say(one)}`)].join('\n'), 1)
  const answers = wish.from === undefined ? await askAll(setup) : await readAll(wish.from, setup)
  if (answers === null) return 1
  const disk = await lookAtDisk(answers.dataDir)
  for (const one of [disk, lookAtMemory()]) process.stdout.write(`${say(one.key, one.facts)}\n`)
  if (disk.state === 'wrong') return complain(say.remedy(disk) ?? '', 1)
  return install(answers, setup)
}

/** The clock is judged by the files of Guichet: a machine whose clock says that they do not exist yet is wrong. */
function machineFaults(): OperatorKey[] {
  return Date.now() < statSync('package.json').mtimeMs ? ['setup.clock'] : []
}

async function ownPasswordFault(password: string, answers: Answers, knowledgeDir: string): Promise<string | null> {
  const { adminEmail: email, adminName: displayName, name: commune } = answers
  return passwordFaultInWords({ knowledgeDir }, password, { email, displayName, commune })
}

/** The answers of a file; all that is wrong with them is told at once. @returns `null` then */
async function readAll(path: string, { say, sayFault, check }: Setup): Promise<Answers | null> {
  let answers: Answers
  try {
    answers = readAnswers(path)
  } catch (error) {
    complain(say('setup.unread', { why: error instanceof Error ? error.message : String(error) }), 1)
    return null
  }
  if (answers.adminPassword === '') answers = { ...answers, adminPassword: process.env.GUICHET_PASSWORD ?? '' }
  const faults: string[] = []
  for (const question of QUESTIONS) {
    if (!isAsked(question, answers)) continue
    const fault = await faultOf(question, answers, check)
    const number = personalNumberFault(question, answers[question])
    if (fault) faults.push(`${question} : ${sayFault(fault)}`)
    else if (number !== null) faults.push(number)
  }
  if (faults.length === 0) return answers
  complain([say('setup.faults', { count: String(faults.length) }), ...faults.map((one) => `  - ${one}`)].join('\n'), 1)
  return null
}

/** Asks one question after another, each until its answer is right. @returns `null` when the input ends before */
async function askAll({ say, sayFault, check }: Setup): Promise<Answers | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const lines = terminal[Symbol.asyncIterator]()
  let answers: Answers = { ...ANSWERS }
  try {
    for (const question of QUESTIONS) {
      if (!isAsked(question, answers)) continue
      for (;;) {
        const usual = ANSWERS[question]
        process.stdout.write(`${say(`setup.ask.${question}`)}${usual === '' ? '' : ` [${usual}]`} `)
        const { value, done } = await lines.next()
        if (done) {
          complain(say('setup.ended'), 1)
          return null
        }
        answers = { ...answers, [question]: value.trim() || usual }
        const fault = await faultOf(question, answers, check)
        if (!fault) break
        process.stdout.write(`  ${sayFault(fault)}\n`)
      }
    }
    return answers
  } finally {
    terminal.close()
  }
}

async function install(answers: Answers, setup: Setup): Promise<number> {
  const { wish, say, knowledgeDir } = setup
  const settings = {
    ...settingsOf(answers),
    GUICHET_KNOWLEDGE_DIR: knowledgeDir,
    GUICHET_INTENTS_DIR: process.env.GUICHET_INTENTS_DIR,
  }
  const config = readConfig(settings)
  const files = await systemFiles(answers, { folder: wish.to, root: rootNow(), account: wish.account })
  if (wish.dryRun) {
    for (const file of files)
      process.stdout.write(`\n${say(`setup.would.${file.state}`, { file: file.path })}\n${shown(file)}`)
    process.stdout.write(`\n${say('setup.dry')}\n`)
    return 0
  }
  const others = files.filter(({ state }) => state === 'other')
  const mayReplace = wish.force || others.length === 0 || (await isAgreed(others, setup))
  for (const file of files) {
    const isLeft = file.state === 'other' && !mayReplace
    if (!isLeft) await writeSystemFile(file)
    process.stdout.write(`${say(isLeft ? 'setup.file.left' : `setup.file.${file.state}`, { file: file.path })}\n`)
  }
  const began = await beginTown(answers, config, setup)
  if (began !== 0) return began
  process.stdout.write(`${remaining(answers, files, setup)}\n`)
  return mayReplace ? 0 : 1
}

/** Where Guichet is: by the link `current` beside it, where that leads here, so that the next version takes its place. */
function rootNow(): string {
  const here = process.cwd()
  const link = join(dirname(here), 'current')
  return existsSync(link) && realpathSync(link) === here ? link : here
}

/** The commune's file and the first account; both stay as they are where they are there. */
async function beginTown(answers: Answers, config: Config, { say }: Setup): Promise<number> {
  const { adminEmail: email, adminName: displayName, adminPassword: password, name } = answers
  const id = communeIdOf(name)
  const [there] = await communeFiles(config.townDir)
  if (there) process.stdout.write(`${say('setup.town.there', { file: there.file })}\n`)
  else {
    const { commune } = foundedCommune({ id, name, source: undefined, facts: townOf(answers) })
    const file = await writeCommune(config.townDir, commune)
    process.stdout.write(`${say('setup.town.new', { file: file ?? '' })}\n`)
  }
  try {
    const kind = await birthForAccounts(config)
    const account = { email, displayName, roles: ['admin' as const], departments: [], capacity: null, password }
    const { outcome } = await addAccount(config, { kind, commune: { id: there?.id ?? id, nom: name }, account })
    process.stdout.write(`${say(outcome === 'created' ? 'setup.account.new' : 'setup.account.there', { email })}\n`)
    return 0
  } catch (error) {
    if (error instanceof ConfigError) return complain(error.message, 1)
    if (!(error instanceof AppError && error.code === 'storage_locked')) throw error
    // Beside a running server the accounts are the administration's.
    process.stdout.write(`${say('setup.account.running')}\n`)
    return 0
  }
}

/** Whether the files that are others may be replaced; nobody is asked where answers came from a file. */
async function isAgreed(others: readonly SystemFile[], { wish, say }: Setup): Promise<boolean> {
  const names = others.map(({ path }) => path).join(', ')
  if (wish.from !== undefined || !process.stdin.isTTY) {
    process.stderr.write(`${say('setup.other', { files: names })}\n`)
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${say('setup.replace', { files: names })} `)
  terminal.close()
  return /^o(ui)?$/i.test(answer.trim())
}

function shown({ text }: SystemFile): string {
  return text.replace(/^(SMTP_URL=\w+:\/\/[^:@\s]*:)[^@\s]*@/gm, '$1•••@')
}

/** What is left to whoever may write in the system's folders. Its commands are to be copied letter by letter. */
function remaining(answers: Answers, files: readonly SystemFile[], { wish, say }: Setup): string {
  const pathOf = (name: SystemFile['name']) => files.find((file) => file.name === name)?.path ?? ''
  const host = new URL(answers.publicUrl).hostname
  const site =
    answers.webServer === 'caddy'
      ? [`sudo install -m 644 ${pathOf('Caddyfile')} /etc/caddy/Caddyfile`, 'sudo systemctl reload caddy']
      : [
          ...(answers.certificate === ''
            ? [`sudo certbot certonly --webroot --webroot-path /var/www/html -d ${host}`]
            : []),
          `sudo install -m 644 ${pathOf('guichet.nginx.conf')} /etc/nginx/sites-enabled/guichet.conf`,
          'sudo systemctl reload nginx',
        ]
  const unit = [
    `sudo install -m 644 ${pathOf('guichet.service')} /etc/systemd/system/guichet.service`,
    'sudo systemctl enable --now guichet',
  ]
  const isOther = userInfo().username !== wish.account
  const owner = isOther ? [`sudo chown -R ${wish.account}: ${answers.dataDir} ${wish.to}`] : []
  const commands = [...owner, ...unit, ...site].map((line) => `  ${line}`)
  return [
    say('setup.remaining'),
    ...commands,
    say('setup.then', { address: answers.publicUrl.replace(/\/$/, '') }),
  ].join('\n')
}

function readWish(argv: string[]): Wish | null {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        from: text,
        to: { ...text, default: '/etc/guichet' },
        account: text,
        'dry-run': flag,
        force: flag,
        'no-network': flag,
      },
    })
    const { from, to, account = userInfo().username, force } = values
    return { from, to, account, dryRun: values['dry-run'], force, network: !values['no-network'] }
  } catch {
    return null
  }
}
