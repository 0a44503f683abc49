import { asWorldFault, WorldFault } from '../aws/trouble.ts'
import { BadSettings } from '../organisation.ts'

/** What a failed call to the bot's table is to the person at the shell; an error that AWS has no part in stays as it is. */
export const tableFault = (error: unknown, table: string): unknown => {
  if (!(error instanceof Error) || error instanceof BadSettings) return error
  if (error.name === 'ResourceNotFoundException')
    return new BadSettings(`There is no table ${table}. \`backup-bot table create\` makes it.`)
  const fault = asWorldFault(error, `A call to the table ${table} (DynamoDB)`)
  // The SDK puts one of them on whatever AWS, or what answers in its place, has said.
  const said = fault === error && !(error instanceof WorldFault) && ('$metadata' in error || '$response' in error)
  const [first = ''] = error.message.split('\n')
  return said ? new WorldFault(`DynamoDB did not answer as it should: ${first.slice(0, 200)}.`) : fault
}
