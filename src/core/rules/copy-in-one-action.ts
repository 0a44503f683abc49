import { settled } from '../cell.ts'
import { exceptedFromRegions } from '../copies.ts'
import { history } from '../links.ts'
import { blocked, ok, rule, unsure } from '../rule.ts'

export const copyInOneAction = rule({
  id: 'copy-in-one-action',
  title: 'The copy reaches the central vault’s Region in one action',
  stage: 'copied',
  authority: 'aws',
  source: history,
  needs: ['centralVault'],
  applies: ({ kind }) => kind.crossAccountCopy.value !== 'no',
  judge: ({ centralVault }, { kind, resource: { region } }) => {
    const there = centralVault.arn.split(':')[3] ?? ''
    if (region === '' || there === '')
      return unsure('The Region of the resource or of the central vault is not known.', {
        say: 'Give the Region with --region.',
      })
    if (there === region) return ok(`The central vault is in the resource’s own Region, ${region}.`)
    const fix = { say: `Ask the CDX team for a central vault in ${region}.` }
    const excepted = exceptedFromRegions(kind.id, region, there)
    if (kind.crossRegionCopy.value === 'no' || excepted !== undefined)
      return blocked(
        `The central vault is in ${there}, and the type ${kind.name} cannot be copied ${excepted === undefined ? 'to another Region' : `between ${excepted} and another Region`}.`,
        fix,
        { source: kind.crossRegionCopy.sources[0] ?? history },
      )
    const { sources, note } = kind.bothInOneAction
    const both = `from ${region} to another account and to ${there} in one action`
    const source = sources[0] ?? history
    switch (settled(kind.bothInOneAction)) {
      case 'yes':
        return { ...ok(`AWS Backup copies the type ${kind.name} ${both}.`), source }
      case 'no':
        return blocked(`AWS Backup cannot copy the type ${kind.name} ${both}.`, fix, { source })
      case 'unknown':
        return unsure(
          `No page of AWS says whether the type ${kind.name} can be copied ${both}${note ? ` (${note})` : ''}: ${sources.join(' and ')}.`,
          fix,
          { source },
        )
    }
  },
})
