import { isComposite } from '../composite.ts'
import type { Kind } from '../kind.ts'
import { kinds } from '../kinds/index.ts'
import * as at from '../links.ts'
import { differencesOf } from './differences.ts'
import { code, line, names, see, strong, type Topic, text } from './topic.ts'

const taken = (value: string) => kinds.filter(kind => kind.airGappedVault.value === value)
const named = (some: readonly Kind[]) => names(some.map(kind => kind.name))

export const airGapped: Topic = {
  id: 'air-gapped',
  title: 'Air-gapped vault',
  questions: [
    'What is a logically air-gapped vault?',
    'Which types can be copied into an air-gapped vault?',
    'Which encryption does an air-gapped vault take?',
  ],
  rules: ['air-gapped-vault-takes-type', 'air-gapped-vault-takes-encryption'],
  tell: ({ central }) => [
    text`A logically air-gapped vault is locked from the start: nobody, not even an administrator of the central account, can delete its recovery points before their time (${see('air-gapped vaults', at.airGapped)}).`,
    central.airGappedVault === null
      ? text`The organisation has no air-gapped vault. ${code('check <arn> --to air-gapped')} judges all the same what AWS would do.`
      : text`The organisation’s is ${code(central.airGappedVault)} in ${central.name} (${code(central.account)}). ${code('check <arn> --to air-gapped')} judges the copy into it.`,
    {
      is: 'points',
      lines: [
        line`${strong('Taken:')} ${named(taken('yes'))} (${see('feature table', at.features)}).`,
        line`${strong('Not taken:')} ${named(taken('no'))}.`,
        ...(taken('unknown').length ? [line`${strong('Not documented:')} ${named(taken('unknown'))}.`] : []),
        ...taken('yes').flatMap(({ name, airGappedVault: { note, sources } }) =>
          note ? [line`${name}: ${note} (${see('source', sources[0] ?? at.airGapped)}).`] : [],
        ),
      ],
    },
    text`Fully managed types (${named(taken('yes').filter(it => it.fullManagement.value === 'yes' && !isComposite(it)))}) are taken under any key. The others need a customer managed key that the central account may use, or no encryption at all (${see('air-gapped vaults as first vaults', at.airGappedPrimary)}); an AWS managed key is refused.`,
    text`Unencrypted ${named(taken('yes').filter(it => it.copyWhen.none === 'stays unencrypted'))} are refused, though the central vault takes them.`,
    ...differencesOf('air-gapped'),
  ],
}
