import webPush from 'web-push'
import { loadMessages } from '../assistant/words/messages.js'
import { readConfig } from '../config.js'

/** `guichet push-keys`: prints a new pair of keys for web push, as lines of the configuration. Nothing is stored. @returns the exit status */
export async function runPushKeys(): Promise<number> {
  const say = await loadMessages(readConfig(process.env).knowledgeDir)
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  const lines = [
    ...say('fr', 'push.keys_intro')
      .split('\n')
      .map((line) => `# ${line}`),
    `GUICHET_PUSH_PUBLIC_KEY=${publicKey}`,
    `GUICHET_PUSH_PRIVATE_KEY=${privateKey}`,
    'GUICHET_PUSH_CONTACT=mailto:',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}
