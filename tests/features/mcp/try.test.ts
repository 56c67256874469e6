import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { callTool, sendMessage } from '../../../benchmarks/mcp/mcp-client.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
let server: TestServer
beforeAll(async () => { server = await startTestServer({ captureLogs: true }) })
afterAll(() => server.stop())
it('x', async () => {
  const list = await (await sendMessage(server.url, { method: 'tools/list' })).text()
  console.log(list.slice(0, 3000), list.length)
  console.log(await (await sendMessage(server.url, { method: 'server/discover' })).text())
  for (const [name, args] of [['find_procedure', { question: 'demander un acte de naissance' }], ['find_procedure', { question: 'carte identité' }], ['find_procedure', { question: 'combien gagne le maire' }], ['find_procedure', { question: 'mon mari me frappe' }], ['get_procedure', { id: 'carte-identite', language: 'en' }], ['opening_hours', { date: '2026-12-25' }], ['which_office', { what: 'acte de naissance' }], ['which_office', { what: 'poubelle jaune', address: '12 rue des Lilas' }], ['which_office', { what: 'allocations familiales caf' }],['talk_to_a_person', {}], ['get_procedure', { id: 'nothing' }], ['get_procedure', { id: '<b>' }]] as const) {
    const r = await callTool(server.url, name, args as never)
    console.log(name, JSON.stringify(args), '\n', r.content[0]?.text, '\n', JSON.stringify(r.structuredContent)?.slice(0, 1200))
  }
  console.log(await server.fetch('/mcp/healthz').then((a) => a.text))
  console.log(await server.fetch('/mcp').then((a) => [a.status, a.headers.get('allow'), a.text]))
  console.log(server.logs().slice(0, 500))
  expect(1).toBe(1)
})
