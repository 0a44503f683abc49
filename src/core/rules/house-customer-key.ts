import { isComposite } from '../composite.ts'
import { encryption } from '../links.ts'
import { type About, advice, blocked, type Judgement, ok, rule } from '../rule.ts'

/**
 * The CDX guide asks for customer managed keys on all resources, except where the type is fully managed. Its EBS and EC2
 * sections ask only where a volume is encrypted, its FAQ always: the stricter word counts, and the finding says so.
 */
const demand = ({ kind: { houseKey, fullManagement } }: About): boolean =>
  houseKey === 'required' ||
  houseKey === 'required if encrypted' ||
  (houseKey === 'not mentioned' && fullManagement.value !== 'yes')

const wording = ({ kind: { houseKey, copyWhen, name } }: About, state: string): string => {
  const aws =
    state === 'not encrypted' && copyWhen.none === 'ok'
      ? ` AWS copies it all the same, and encrypts the copy with the central vault’s key (${encryption}).`
      : state === 'not encrypted' && copyWhen.none === 'stays unencrypted'
        ? ` AWS copies it, and leaves the copy unencrypted (${encryption}).`
        : ''
  if (houseKey === 'required if encrypted' && state === 'not encrypted')
    return `The CDX guide contradicts itself: its section on the type asks for a customer managed key where the resource is encrypted, its core requirements and FAQ ask always.${aws} The stricter word counts.`
  return houseKey === 'not mentioned'
    ? `The CDX guide does not mention the type ${name}; its core requirements ask for a customer managed key on every resource whose backup keeps the resource’s key.${aws}`
    : `The CDX guide demands a customer managed key.${aws}`
}

const lacks = (state: string, about: About): Judgement => {
  const { house, of } = about
  if (!demand(about))
    return ok(
      about.kind.houseKey === 'optional'
        ? 'The CDX guide leaves the resource’s own key to you.'
        : `The CDX guide does not mention the type ${about.kind.name}; the vaults’ keys protect its backups.`,
    )
  const is = of.length > 0 ? `${of.join(', ')}: ${state}.` : `The resource is ${state}.`
  const because = `${is} ${wording(about, state)}`
  const fix = { say: 'Move the resource to a customer managed key that lets the central account use it.' }
  switch (house.houseRules.customerKey) {
    case 'required':
      return blocked(because, fix)
    case 'advised':
      return advice(because, fix)
    case 'off':
      return ok(`${is} The house rule on customer managed keys is off.`)
  }
}

export const houseCustomerKey = rule({
  id: 'house-customer-key',
  title: 'The resource is under a customer managed key, as the CDX guide demands',
  stage: 'copied',
  authority: 'house',
  source: encryption,
  per: 'encryption',
  needs: ['encryptedBy'],
  applies: ({ kind }) => !isComposite(kind),
  judge: ({ encryptedBy }, about) => {
    if (encryptedBy === 'none') return lacks('not encrypted', about)
    if (encryptedBy === 'aws-owned') return lacks('under an AWS owned key', about)
    return encryptedBy.manager === 'CUSTOMER'
      ? ok(`${encryptedBy.arn} is a customer managed key.`)
      : lacks('under an AWS managed key', about)
  },
})
