import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { acts, centralReads, managementReads, memberReads } from '../aws/permissions.ts'
import { type AwsOptions, startAws } from './aws/server.ts'
import { startDynamo } from './dynamo.ts'
import { loadWorld, type World } from './world.ts'

const actions = (list: readonly { readonly action: string }[]) => list.map(it => it.action)

/**
 * What a session may do: the read role and the act role what `infra` grants them, and nothing else; other roles of the
 * world everything.
 */
export const permissionsIn = (
  world: World,
  readRole: string,
  actRole = 'backup-bot-act',
): AwsOptions['permissions'] => {
  const [member, central] = [actions(memberReads), actions(centralReads)]
  return identity => {
    if (identity.role === actRole) return actions(acts)
    if (identity.role !== readRole) return 'all'
    if (identity.account === world.organisation.management) return actions(managementReads)
    return identity.account === world.central.account ? central : member
  }
}

type Environment = Record<string, string | undefined>

/** A setting of the playground that cannot be used; its message is one plain sentence. */
export class Unplayable extends Error {}

const readPlay = async ({ PLAY_WORLD: file, PLAY_DATA: data, PLAY_LATENCY_MS: latency = '0' }: Environment) => {
  const latencyMs = Number(latency)
  if (!(latencyMs >= 0 && latencyMs < 600_000))
    throw new Unplayable(`PLAY_LATENCY_MS is ${latency}: milliseconds are expected, such as 50.`)
  const world = await loadWorld(file || undefined).catch(error => {
    throw file ? new Unplayable(`PLAY_WORLD is ${file}: ${error.message}`) : error
  })
  if (data)
    await mkdir(data, { recursive: true })
      .then(() => access(data, constants.W_OK))
      .catch(error => {
        throw new Unplayable(`PLAY_DATA is ${data}: no folder that can be written to (${error.code}).`)
      })
  return { world, data, latencyMs }
}

/** LevelDB puts what happened into the cause. */
const cannotOpen = ({ cause }: Error): string =>
  cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED'
    ? 'another playground, or a command with --play, works with it. Stop that one, or name another folder.'
    : `its data cannot be opened (${cause instanceof Error ? cause.message : cause}). Name another folder.`

/**
 * Starts the embedded AWS and points the SDK's own environment at it. `PLAY_WORLD` names another world,
 * `PLAY_LATENCY_MS` delays every answer, `PLAY_DATA` keeps the bot's table across restarts. `onEvent` is told of every
 * job that changes.
 */
export const startEmbeddedAws = async (
  env: Environment,
  readRole = 'backup-bot-read',
  onEvent?: AwsOptions['onEvent'],
) => {
  const { world, data, latencyMs } = await readPlay(env)
  const region = env.AWS_REGION ?? 'eu-central-1'
  const dynamo = await startDynamo({ ...(data ? { path: data } : {}), account: world.bot.account, region }).catch(
    error => {
      throw data ? new Unplayable(`PLAY_DATA is ${data}: ${cannotOpen(error)}`) : error
    },
  )
  const aws = await startAws({
    world,
    dynamo,
    permissions: permissionsIn(world, readRole),
    latencyMs,
    ...(onEvent ? { onEvent } : {}),
  })
  for (const name of Object.keys(env))
    if (name.startsWith('AWS_ENDPOINT_URL') || name === 'AWS_PROFILE') delete env[name]
  delete env.AWS_SESSION_TOKEN
  delete env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS
  Object.assign(env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'PLAYGROUNDBOT',
    AWS_SECRET_ACCESS_KEY: 'playground',
    AWS_REGION: region,
  })
  return { ...aws, close: () => Promise.all([aws.close(), dynamo.close()]).then(() => undefined) }
}
