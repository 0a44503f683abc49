import { page } from '../page.ts'
import { refuse } from '../refusal.ts'

type Wording = readonly [malformed: string, missing: string, message: (id: string) => string]

/** Codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const wording: Readonly<Record<string, Wording>> = {
  vol: ['InvalidParameterValue', 'InvalidVolume.NotFound', id => `The volume '${id}' does not exist.`],
  i: ['InvalidInstanceID.Malformed', 'InvalidInstanceID.NotFound', id => `The instance ID '${id}' does not exist`],
  snap: ['InvalidSnapshotID.Malformed', 'InvalidSnapshot.NotFound', id => `The snapshot '${id}' does not exist.`],
  ami: ['InvalidAMIID.Malformed', 'InvalidAMIID.NotFound', id => `The image id '[${id}]' does not exist`],
  vpc: ['InvalidVpcID.Malformed', 'InvalidVpcID.NotFound', id => `The vpc ID '${id}' does not exist`],
  vpce: [
    'InvalidVpcEndpointId.Malformed',
    'InvalidVpcEndpointId.NotFound',
    id => `The Vpc Endpoint Id '${id}' does not exist`,
  ],
}

const unknown: Wording = ['InvalidID', 'InvalidID', id => `The ID '${id}' is not valid`]

/** By what an id begins with: `vol` of `vol-0280…`. */
export const wordingOf = (prefix: string): Wording =>
  (Object.hasOwn(wording, prefix) ? wording[prefix] : undefined) ?? unknown

/** The records of these ids in their order, or all; throws EC2's own errors. */
export const byId = <T>(records: readonly T[], ids: string[] | undefined, member: keyof T, prefix: string): T[] => {
  if (!ids || ids.length === 0) return [...records]
  return ids.map(id => {
    const [malformed, missing, message] = wordingOf(prefix)
    if (!new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) {
      throw refuse(malformed, `Invalid id: "${id}" (expecting "${prefix}-...")`)
    }
    const record = records.find(each => each[member] === id)
    if (!record) throw refuse(missing, message(id))
    return record
  })
}

type Paging = { MaxResults?: number | undefined; NextToken?: string | undefined }

/** A page of 5 to 1,000; EC2 takes no size together with ids. */
export const pageOf = <T>(
  items: readonly T[],
  { MaxResults: size, NextToken: token }: Paging,
  ids: string[] | undefined,
) => {
  if (size !== undefined && ids && ids.length > 0) {
    throw refuse('InvalidParameterCombination', 'The parameter maxResults cannot be used with a list of ids')
  }
  if (size !== undefined && (size < 5 || size > 1000)) {
    throw refuse(
      'InvalidParameterValue',
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.`,
    )
  }
  const onBadToken = () => refuse('InvalidNextToken', 'The specified nextToken is not valid.')
  const { items: shown, next } = page(items, { size, token, onBadToken })
  return { items: shown, NextToken: next ? { NextToken: next } : {} }
}
