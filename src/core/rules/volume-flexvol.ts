import { ontapCopies } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const volumeFlexvol = rule({
  id: 'volume-flexvol',
  title: 'The volume is a FlexVol volume',
  stage: 'copied',
  authority: 'aws',
  source: ontapCopies,
  needs: ['ontapVolume'],
  judge: ({ ontapVolume: { style } }) =>
    style === 'FLEXVOL'
      ? ok('The volume is a FlexVol volume.')
      : blocked(`The volume style is ${style}: only backups of FLEXVOL volumes can be copied.`, {
          say: 'Move what needs a copy outside the account to a FlexVol volume.',
        }),
})
