import type { House } from '../../core/house.ts'
import { askKey, type FoundKey, keysOf } from '../aws/keys.ts'
import type { ResourceState, WorldState } from '../wire.ts'
import { placeOf, type World } from '../world.ts'
import { type Held, resourcesAt } from './resources.ts'
import type { Switches } from './switches.ts'

type Where = { readonly account: string; readonly region: string }

/** By ARN, or by id or alias within the place. */
export const keyOf = (world: World, { account, region }: Where, named: string | undefined): FoundKey | undefined => {
  if (!named) return undefined
  const bare = named.split(':key/').at(-1)
  return keysOf(world).find(
    it =>
      it.key.KeyMetadata.Arn === named ||
      (it.account === account &&
        it.region === region &&
        (it.key.KeyMetadata.KeyId === bare || it.key.Aliases.some(alias => named.endsWith(alias)))),
  )
}

/** What AWS Backup would be told by the key when it copies for the central account. */
const sharedWith = (world: World, found: FoundKey, through: NonNullable<Held['through']>) => {
  const { account } = world.central
  const caller = {
    arn: `arn:${world.partition}:iam::${account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
    account,
  }
  const answers = [
    askKey(world, found, caller, 'kms:DescribeKey').allowed,
    askKey(world, found, caller, 'kms:CreateGrant', `${through}.${found.region}.amazonaws.com`).allowed,
  ]
  return answers.includes(false) ? false : answers.includes('unknown') ? 'unknown' : true
}

const keyState = (world: World, at: Where, held: Held): ResourceState['key'] => {
  const found = keyOf(world, at, held.key)
  if (!found) return null
  const { Arn = '', KeyState = '', KeyManager = '' } = found.key.KeyMetadata
  const needed = held.through !== undefined && KeyManager === 'CUSTOMER'
  return {
    arn: Arn,
    state: KeyState,
    manager: KeyManager,
    shared: needed && held.through ? sharedWith(world, found, held.through) : null,
  }
}

/** The newest copy job of the resource to the central account. */
const lastCopyOf = (world: World, at: Where, arn: string): ResourceState['lastCopy'] => {
  const jobs = placeOf(world, at.account, at.region).backup.CopyJobs.filter(job => job.ResourceArn === arn)
  const job = jobs.toSorted((a, b) => String(a.CreationDate).localeCompare(String(b.CreationDate))).at(-1)
  return job
    ? { state: job.State ?? '', message: job.StatusMessage ?? null, at: job.CompletionDate ?? job.CreationDate ?? '' }
    : null
}

const countAt = (world: World, account: string, region: string, arn: string) =>
  placeOf(world, account, region).backup.RecoveryPoints.filter(it => it.ResourceArn === arn).length

const bare = (arn: string) => !/:\d{12}:/.test(arn)

/** Every account with its resources as the embedded AWS holds them at this moment. */
export const worldState = (world: World, house: House, switches: Switches): WorldState => ({
  accounts: Object.entries(world.accounts).map(([id, { name, regions }]) => ({
    id,
    name,
    role: id === world.central.account ? 'central' : id === world.bot.account ? 'bot' : 'member',
    resources: Object.keys(regions).flatMap(region => {
      const at = { account: id, region }
      return resourcesAt(placeOf(world, id, region), { ...at, partition: world.partition }).map(held => {
        const key = keyState(world, at, held)
        return {
          arn: held.arn,
          ...at,
          kind: held.kind,
          name: held.name,
          words: bare(held.arn) ? `${held.arn} --account ${id}` : held.arn,
          about: world.examples.find(it => it.arn === held.arn)?.about ?? '',
          tag: held.tags.find(tag => tag.Key === house.tag.key)?.Value ?? null,
          key,
          ...(held.versioning ? { versioning: held.versioning } : {}),
          points: {
            local: countAt(world, id, region, held.arn),
            central: countAt(world, world.central.account, region, held.arn),
          },
          lastCopy: lastCopyOf(world, at, held.arn),
          switches: switches.of({ ...at, held }),
        }
      })
    }),
  })),
  switches: switches.ofWorld(),
})
