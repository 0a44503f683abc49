import { afterAll, beforeAll } from 'vitest'
import { type Aws, type AwsOptions, startAws } from '../../../src/playground/aws/server.ts'
import { loadWorld, type Place, type World } from '../../../src/playground/world.ts'

export const shop = '111122223333'
export const data = '222233334444'
export const lab = '333344445555'
export const central = '692653576357'
export const bot = '444455556666'
export const frankfurt = 'eu-central-1'
export const ireland = 'eu-west-1'

/** What every client needs to reach the server as somebody; a 12-digit key is an account's administrator. */
export const as = (url: string, accessKeyId: string, region = frankfurt, sessionToken?: string) => ({
  endpoint: url,
  region,
  credentials: { accessKeyId, secretAccessKey: 'not-a-secret', ...(sessionToken ? { sessionToken } : {}) },
  maxAttempts: 1,
})

/** One server over the playground's own world for the tests of a file. */
export const serve = (options: Partial<AwsOptions> = {}) => {
  const running = {} as { aws: Aws; url: string; world: World }
  beforeAll(async () => {
    running.world = await loadWorld()
    running.aws = await startAws({ world: running.world, permissions: () => 'all', ...options })
    running.url = running.aws.url
  })
  afterAll(() => running.aws.close())
  return running
}

export const placeIn = (world: World, account: string, region = frankfurt): Place => {
  const place = world.accounts[account]?.regions[region]
  if (!place) throw new Error(`The world has nothing in ${account} ${region}`)
  return place
}

/** The one element, or a failed test: fixtures must be there. */
export const the = <T>(value: T | undefined | null, what = 'it'): T => {
  if (value === undefined || value === null) throw new Error(`${what} is missing`)
  return value
}

export const keyNamed = (place: Place, alias: string) =>
  the(
    place.kms.Keys.find(key => key.Aliases.includes(`alias/${alias}`)),
    alias,
  ).KeyMetadata.Arn as string

/** What a call that must fail fails with. */
export const failing = async (call: Promise<unknown>): Promise<Failure> => {
  try {
    await call
  } catch (error) {
    return error as Failure
  }
  throw new Error('The call succeeded')
}
export type Failure = Error & { readonly $metadata: { readonly httpStatusCode?: number } } & Record<string, unknown>
