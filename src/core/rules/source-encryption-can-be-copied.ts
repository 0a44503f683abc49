import { isComposite } from '../composite.ts'
import type { CopyOutcome, Kind } from '../kind.ts'
import { encryption, features } from '../links.ts'
import { type About, blocked, type Judgement, ok, rule, unsure } from '../rule.ts'

type State = 'none' | 'awsOwned' | 'awsManaged' | 'customer'

const words: Readonly<Record<State, string>> = {
  none: 'not encrypted',
  awsOwned: 'encrypted under an AWS owned key',
  awsManaged: 'encrypted under an AWS managed key',
  customer: 'encrypted under a customer managed key',
}

const cell = (kind: Kind, state: State): CopyOutcome => kind.copyWhen[state]

const judgeState = (state: State, name: string, { kind, of }: About): Judgement => {
  const [source = encryption, other = features] = kind.copyWhen.sources
  const what = of.length > 0 ? `${of.join(', ')} ${of.length === 1 ? 'is' : 'are'}` : 'The resource is'
  const is = `${what} ${words[state]}${name}`
  switch (cell(kind, state)) {
    case 'ok':
      return kind.keyMustBeShared
        ? { ...ok(`${is}. The copy is encrypted with ${kind.copyUses}.`), source }
        : {
            ...ok(`${is}. That does not matter for the copy: it is made from the vault, under ${kind.copyUses}.`),
            source,
          }
    case 'stays unencrypted':
      return {
        ...ok(`${is}. AWS copies it, and the copy stays unencrypted, even in a vault with a key.`),
        source,
      }
    case 'blocked':
      return blocked(
        `${is}. Nobody can let another account use such a key, so the copy is refused.`,
        {
          say: 'Move the resource to a customer managed key: snapshot it, copy the snapshot under that key, restore from it. For the points that exist, copy them inside the account first, into a vault with a customer managed key.',
        },
        { source },
      )
    case 'unknown':
      return unsure(
        `${is}. No page of AWS says whether that can be copied to another account; they say only that the default key cannot be shared: ${source} and ${other}.`,
        { say: 'Move the resource to a customer managed key, which is sure to work.' },
        { source },
      )
    case 'n/a':
      return unsure(
        `${is}, which AWS documents for no resource of the type ${kind.name}.`,
        { say: 'Look at the resource in the AWS console, and tell the CDX team what it says.' },
        { source },
      )
  }
}

/** A composite holds no data of its own but the template or the cluster’s state; what is inside is judged by itself. */
export const sourceEncryptionCanBeCopied = rule({
  id: 'source-encryption-can-be-copied',
  title: 'The way the resource is encrypted lets it be copied to another account',
  stage: 'copied',
  authority: 'aws',
  source: encryption,
  per: 'encryption',
  needs: ['encryptedBy'],
  applies: ({ kind }) => kind.crossAccountCopy.value !== 'no' && !isComposite(kind),
  judge: ({ encryptedBy }, about) => {
    if (encryptedBy === 'none') return judgeState('none', '', about)
    if (encryptedBy === 'aws-owned') return judgeState('awsOwned', '', about)
    return judgeState(encryptedBy.manager === 'AWS' ? 'awsManaged' : 'customer', ` (${encryptedBy.arn})`, about)
  },
})
