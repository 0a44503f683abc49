import { createHash, randomBytes } from 'node:crypto'
import type { World } from '../world.ts'
import type { SessionPolicy } from './session-policy.ts'

/** Who calls: the account's administrator, the bot as it is deployed, or a session of a role. */
export type Identity = {
  readonly kind: 'administrator' | 'bot' | 'role'
  readonly account: string
  /** Name of the role of a session, else null. */
  readonly role: string | null
  readonly arn: string
  readonly userId: string
  /** What a session may at most do of what its role may. */
  readonly policy?: SessionPolicy
}

export type Session = Identity & { readonly token: string; readonly secret: string; readonly expires: number }
export type Sessions = Map<string, Session>

export type Credentials = { readonly accessKeyId: string; readonly token: string | undefined }

/**
 * The caller behind an access key id. Twelve digits are the administrator of that account; `ASIA…` is a session that
 * AssumeRole handed out; any other key is the bot's own. Signatures are not verified: there is nothing to protect.
 */
export const identify = (
  world: World,
  sessions: Sessions,
  { accessKeyId, token }: Credentials,
  now: Date,
): Identity | 'unknown key' | 'expired' => {
  if (/^\d{12}$/.test(accessKeyId))
    return world.accounts[accessKeyId] ? administrator(world, accessKeyId) : 'unknown key'
  if (!accessKeyId.startsWith('ASIA')) return bot(world)
  const session = sessions.get(accessKeyId)
  if (!session || session.token !== token) return 'unknown key'
  return session.expires <= now.getTime() ? 'expired' : session
}

const administrator = (world: World, account: string): Identity => ({
  kind: 'administrator',
  account,
  role: null,
  arn: `arn:${world.partition}:iam::${account}:user/administrator`,
  userId: `AIDA${account.padEnd(17, 'A')}`,
})

const bot = (world: World): Identity => ({
  kind: 'bot',
  account: world.bot.account,
  role: null,
  arn: `arn:${world.partition}:iam::${world.bot.account}:user/backup-bot`,
  userId: `AIDA${world.bot.account.padEnd(17, 'B')}`,
})

/** A new session of a role, with the key that stands for it. */
export const openSession = (
  world: World,
  sessions: Sessions,
  role: { account: string; name: string; session: string; policy?: SessionPolicy },
  expires: number,
): { readonly accessKeyId: string; readonly session: Session } => {
  const accessKeyId = `ASIA${base32(16)}`
  const session: Session = {
    kind: 'role',
    account: role.account,
    role: role.name,
    arn: `arn:${world.partition}:sts::${role.account}:assumed-role/${role.name}/${role.session}`,
    userId: `${roleId(role.account, role.name)}:${role.session}`,
    ...(role.policy ? { policy: role.policy } : {}),
    token: randomBytes(96).toString('base64'),
    secret: randomBytes(30).toString('base64'),
    expires,
  }
  for (const [key, old] of sessions) if (old.expires < expires - day) sessions.delete(key)
  sessions.set(accessKeyId, session)
  return { accessKeyId, session }
}

/** An expired session is remembered for a day, so that it is told apart from a key that never was. */
const day = 24 * 60 * 60 * 1000

/** The same for as long as the role is there. */
export const roleId = (account: string, name: string): string =>
  `AROA${base32(17, createHash('sha256').update(`${account}/${name}`).digest())}`

const base32 = (length: number, bytes: Uint8Array = randomBytes(length)) =>
  Array.from(bytes.subarray(0, length), byte => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('')
