import { sortOf, WorldFault } from '../aws/trouble.ts'
import { BadSettings } from '../organisation.ts'

const worldly: ReadonlySet<string> = new Set([
  'unreachable',
  'no credentials',
  'expired',
  'timed out',
  'throttled',
  'denied',
])

/** What a failed call to the bot's table is to the person at the shell; an error that AWS has no part in stays as it is. */
export const tableFault = (error: unknown, table: string): unknown => {
  if (!(error instanceof Error) || error instanceof BadSettings || error instanceof WorldFault) return error
  if (error.name === 'ResourceNotFoundException')
    return new BadSettings(`There is no table ${table}. \`backup-bot table create\` makes it.`)
  if (worldly.has(sortOf(error))) return new WorldFault(error.message)
  // The SDK puts one of them on whatever AWS, or what answers in its place, has said.
  const said = '$metadata' in error || '$response' in error
  const [first = ''] = error.message.split('\n')
  return said ? new WorldFault(`DynamoDB did not answer as it should: ${first.slice(0, 200)}.`) : error
}
