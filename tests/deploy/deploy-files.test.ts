import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parse, parseAllDocuments } from 'yaml'
import { readConfig } from '../../src/config.js'
import { communesFolder } from '../../src/features/entries/catalogue/load-own-entries.js'
import { feedFolder } from '../../src/features/national-feed/feed-index.js'

const read = (name: string) => readFileSync(`deploy/${name}`, 'utf8')
/** Compose's own marks, which say how files are laid over each other. */
const composed = (name: string) => parse(read(name), { logLevel: 'silent' })
const manifests = readdirSync('deploy/kubernetes')
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parseAllDocuments(read(`kubernetes/${name}`)).map((document) => document.toJSON()))
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind)

const docker = read('Dockerfile')
const instructions = docker.split('\n').filter((line) => /^[A-Z]/.test(line))
const imageSettings: Record<string, string> = Object.fromEntries(
  instructions
    .filter((line) => line.startsWith('ENV'))
    .flatMap((line) => [...line.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])),
)
const SETTING = /\b(?:GUICHET_[A-Z0-9_]+|DATABASE_URL|SMTP_URL)\b/g

describe('the image', () => {
  it('runs without the rights of root, and says how its health is asked', () => {
    expect(instructions.filter((line) => line.startsWith('USER')).at(-1)).toBe('USER 1000:1000')
    expect(instructions.indexOf('USER 1000:1000')).toBeLessThan(instructions.length - 1)
    const [health = ''] = instructions.filter((line) => line.startsWith('HEALTHCHECK'))
    const script = /node", "([^"]+)"/.exec(health)?.[1] ?? ''
    expect(readFileSync(script, 'utf8')).toContain('/readyz')
  })

  it('starts as `npm start` does', () => {
    const [command = ''] = instructions.filter((line) => line.startsWith('CMD'))
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
    expect(JSON.parse(command.slice('CMD'.length))).toEqual(scripts.start.split(' '))
    expect(read('guichet.service')).toContain(`\nExecStart=/usr/bin/${scripts.start}\n`)
  })

  it('has a unit for each port that differs from that of one server by its port alone', () => {
    const lines = read('guichet.service').split('\n').slice(1)
    const others = read('guichet@.service').split('\n').slice(1)
    expect(others.filter((line) => !lines.includes(line))).toEqual([
      'Description=Guichet (port %i)',
      'Environment=PORT=%i',
    ])
    expect(lines.filter((line) => !others.includes(line))).toEqual(['Description=Guichet'])
    expect(others.indexOf('Environment=PORT=%i')).toBeLessThan(others.indexOf('[Install]'))
  })

  it('takes nothing that is not asked for', () => {
    const lines = read('Dockerfile.dockerignore').split('\n')
    expect(lines.find((line) => line !== '' && !line.startsWith('#'))).toBe('*')
    expect(lines).not.toContain('!data')
  })
})

describe('settings of the deployment', () => {
  it('are all known to the server', () => {
    const known = readFileSync('src/config.ts', 'utf8')
    const files = ['Dockerfile', 'compose.yaml', 'compose.several.yaml', 'kubernetes/settings.yaml']
    const unknown = files
      .flatMap((name) => read(name).match(SETTING) ?? [])
      .filter((name) => !known.includes(`${name}:`))
    expect(unknown).toEqual([])
  })

  it('start a server', () => {
    const environment: Record<string, string> = { ...ofKind('ConfigMap')[0].data, HOST: '0.0.0.0' }
    expect(readConfig(environment).publicUrl).toBe('https://chat.ville.example')
    expect(readConfig({ ...environment, DATABASE_URL: 'postgres://guichet:x@database/guichet' }).demonstration).toBe(
      false,
    )
  })
})

describe('compose files', () => {
  it('give the server a read-only root, no right of its own, and a volume', () => {
    const { guichet } = composed('compose.yaml').services
    expect(guichet).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
    expect(guichet.volumes[0]).toBe('data:/var/lib/guichet')
    expect(guichet.ports).toEqual(['127.0.0.1:3000:3000'])
  })

  it('share the national feed, and what was chosen of it, where the servers look for it', () => {
    const { GUICHET_DATA_DIR: dataDir = '' } = imageSettings
    const folder = feedFolder(dataDir)
    expect(composed('compose.several.yaml').services.guichet.volumes).toContain(`national:${folder}`)
    expect(docker).toContain(`mkdir -p ${folder} `)
    expect(read('kubernetes/servers.yaml')).toContain(`at ${folder}.`)
  })

  it('share what is the town’s own, where the servers look for it, and mount nothing over the content', () => {
    const { GUICHET_DATA_DIR: dataDir = '' } = imageSettings
    const { townDir } = readConfig({ GUICHET_DATA_DIR: dataDir, GUICHET_PUBLIC_URL: 'https://chat.ville.example' })
    for (const name of ['compose.yaml', 'compose.several.yaml'])
      expect(composed(name).services.guichet.volumes).toContain(`town:${townDir}`)
    expect(docker).toContain(` ${townDir} `)
    const [{ spec }] = ofKind('Deployment')
    const mounted = spec.template.spec.containers[0].volumeMounts.map((one: { mountPath: string }) => one.mountPath)
    expect(mounted).toContain(communesFolder(townDir))
    for (const name of ['compose.yaml', 'compose.several.yaml', 'kubernetes/servers.yaml'])
      expect(read(name)).not.toContain('/guichet/knowledge')
  })

  it('count the balancer among the proxies, and open nothing but it', () => {
    const { services } = composed('compose.several.yaml')
    expect(services.guichet.environment.GUICHET_TRUSTED_PROXIES).toBe('2')
    expect(services.guichet.deploy.replicas).toBe(2)
    expect(services.database.ports).toBeUndefined()
    expect(services.balancer.ports).toEqual(['127.0.0.1:3000:8080'])
    expect(read('nginx.conf')).toContain('proxy_buffering off')
    // A name in an upstream block is looked up once, and `resolve` is unknown to nginx 1.26, the one of Debian 13.
    expect(read('nginx.conf')).not.toMatch(/^\s*(?:upstream\b|server\s.*\bresolve\b)/m)
    expect(read('nginx.conf').match(/proxy_pass [^;]*/g)).toEqual(Array(2).fill('proxy_pass http://$servers'))
    // The key of a conversation without script is in its address: neither log has it.
    expect(read('nginx.conf')).toMatch(/^ {2}access_log off;$/m)
    expect(read('nginx.conf')).toMatch(/location \/sans-script \{\s+error_log \/dev\/null emerg;/)
  })
})

describe('manifests', () => {
  it('run the server without rights, ask its readiness, and let it finish', () => {
    const [{ spec }] = ofKind('Deployment')
    const pod = spec.template.spec
    const [server] = pod.containers
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 })
    expect(server.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false })
    expect(server.readinessProbe.httpGet.path).toBe('/readyz')
    expect(server.livenessProbe.httpGet.path).toBe('/healthz')
    expect(pod.automountServiceAccountToken).toBe(false)
    const drain = Number(ofKind('ConfigMap')[0].data.GUICHET_DRAIN_SECONDS)
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(drain + 20)
  })

  it('let out what the server needs and nothing else', () => {
    const [{ spec }] = ofKind('NetworkPolicy')
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress'])
    const open = spec.egress.filter(({ to }: { to?: unknown }) => to === undefined)
    expect(open.flatMap(({ ports }: { ports: { port: number }[] }) => ports.map(({ port }) => port))).toEqual([53, 53])
  })
})
