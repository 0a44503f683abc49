import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { type Unknown, unknown } from '../core/fact.ts'
import type { House } from '../core/house.ts'
import { patience } from '../core/patience.ts'
import { type Cache, createCache } from './cache.ts'
import { onlyAws } from './foreign.ts'
import { isUnreachable, type Place, SessionShut, sortOf, trouble, WorldFault, where } from './trouble.ts'
import { type Watch, watched } from './watched.ts'

type Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** What every client of the SDK is made with. */
type ClientSettings = {
  region: string
  credentials: () => Promise<Credentials>
  maxAttempts: number
  retryMode: 'adaptive'
  followRegionRedirects: true
  requestHandler: {
    connectionTimeout: number
    requestTimeout: number
    throwOnRequestTimeout: true
    httpAgent: HttpAgent
    httpsAgent: HttpsAgent
  }
}

/** One account and Region, seen through its read role. A session that could not be opened throws `SessionShut` from `client`. */
export type Session = Place & {
  readonly client: <C>(Client: new (settings: ClientSettings) => C) => C
  readonly log: (entry: CallLog) => void
}

export type CallLog = Place & { readonly call: string; readonly ms: number; readonly outcome: string }

export type Aws = {
  /** Rejects with `WorldFault` only; a role that cannot be assumed gives a session whose every read is unknown. */
  readonly session: (account: string, region: string) => Promise<Session>
  /** For what has no Region of its own. */
  readonly region: string
  readonly cache: Cache
  readonly now: () => number
}

export type AwsOptions = {
  readonly maxAttempts?: number
  readonly log?: (entry: CallLog) => void
  readonly now?: () => number
} & Watch

const fiveMinutes = 300_000
const anHour = 3_600_000

const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws'
}

/** A session in which every read is unknown for the same reason. */
export const shut = (place: Place, reason: Unknown): Session => ({
  ...place,
  log: () => undefined,
  client: () => {
    throw new SessionShut(reason)
  },
})

/** Of the whole process: connections outlive sessions. */
const connections = {
  httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 50 }),
  httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 50 }),
}

/** Sessions of the read role in any account of the organisation. Endpoints and base credentials are the SDK's own. */
export const createAws = (
  { readRole, externalId, regions }: Pick<House, 'readRole' | 'externalId' | 'regions'>,
  { maxAttempts = 3, log = () => undefined, now = Date.now, ...watch }: AwsOptions = {},
): Aws => {
  const home = regions[0] ?? 'us-east-1'
  const cache = createCache(now)
  const requestHandler = { ...patience(), ...connections }
  // Adaptive retries hold back a client that AWS throttles; there is one client for each account, Region and service.
  const own = { maxAttempts, retryMode: 'adaptive' as const, requestHandler }
  const sts = watched(onlyAws(new STSClient({ region: home, ...own })), watch)
  const ambient = () => sts.config.credentials()
  // What the environment says to every client is looked up once.
  const { authSchemePreference, useDualstackEndpoint, useFipsEndpoint, userAgentAppId } = sts.config
  const shared = { ...own, authSchemePreference, useDualstackEndpoint, useFipsEndpoint, userAgentAppId }

  /** What becomes of a call of STS that begins now. */
  const begun = (call: string, place: string) => {
    const started = now()
    return (outcome: string, account = place) => log({ call, account, region: home, ms: now() - started, outcome })
  }

  const assume = async (account: string): Promise<Credentials> => {
    const outcome = begun('sts:AssumeRole', account)
    try {
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:${partitionOf(home)}:iam::${account}:role/${readRole}`,
          RoleSessionName: 'backup-bot',
          ...(externalId === null ? {} : { ExternalId: externalId }),
        }),
        { abortSignal: AbortSignal.timeout(8_000) },
      )
      if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken)
        throw new Error('AWS STS answered without credentials')
      outcome('ok')
      return {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
        expiration: given.Expiration ?? new Date(now() + anHour),
      }
    } catch (error) {
      outcome(sortOf(error))
      throw error
    }
  }

  /** Whose the ambient credentials are; `undefined` where nobody says. AWS tells it to everybody, without a permission. */
  const askHolder = async (): Promise<string | undefined> => {
    const outcome = begun('sts:GetCallerIdentity', '')
    try {
      const { Account } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: AbortSignal.timeout(2_000) })
      outcome('ok', Account)
      return Account
    } catch (error) {
      outcome(sortOf(error))
      return undefined
    }
  }

  const holder = () => cache('holder', askHolder, it => now() + (it === undefined ? 0 : anHour))

  const until = ({ expiration }: Credentials) => (expiration?.getTime() ?? now() + anHour) - fiveMinutes
  const credentialsOf = (account: string): Promise<Credentials> =>
    readRole === null ? ambient() : cache(`credentials ${account}`, () => assume(account), until)

  const open = (account: string, region: string): Session => {
    const clients = new Map<unknown, unknown>()
    return {
      account,
      region,
      log,
      client: Client => {
        const made =
          (clients.get(Client) as InstanceType<typeof Client> | undefined) ??
          watched(
            onlyAws(
              new Client({ region, ...shared, followRegionRedirects: true, credentials: () => credentialsOf(account) }),
            ),
            watch,
          )
        clients.set(Client, made)
        return made
      },
    }
  }

  const refusal = (account: string, region: string, error: unknown): Session => {
    const place = { account, region }
    const reason = trouble(error, 'sts:AssumeRole', { account, region: home })
    const sort = sortOf(error)
    const isOurs = sort === 'no credentials' || sort === 'expired' || sort === 'clock skew'
    if (isOurs || isUnreachable(reason)) throw new WorldFault(reason.detail)
    return shut(
      place,
      unknown(
        // Never `not found`: what the session would have read was not looked for.
        reason.why === 'denied' ? 'denied' : 'aws error',
        `The role ${readRole} could not be assumed ${where({ account, region: '' })}: ${reason.detail}`,
      ),
    )
  }

  return {
    region: home,
    cache,
    now,
    session: async (account, region) => {
      if (readRole !== null && account === '')
        return shut(
          { account, region },
          unknown('no reader', 'The account of the resource is not known; name it with --account.'),
        )
      try {
        await credentialsOf(account)
      } catch (error) {
        return refusal(account, region, error)
      }
      const own = readRole === null && account !== '' ? await holder() : account
      if (own !== undefined && own !== account)
        return shut(
          { account, region },
          unknown(
            'no reader',
            `The credentials are of account ${own}, and no role is named that may read account ${account} (readRole in organisation.json).`,
          ),
        )
      return cache(
        `session ${account} ${region}`,
        async () => open(account, region),
        () => now() + anHour,
      )
    },
  }
}
