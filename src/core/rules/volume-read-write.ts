import { ontapBackups } from '../links.ts'
import { blocked, ok, rule } from '../rule.ts'

export const volumeReadWrite = rule({
  id: 'volume-read-write',
  title: 'The volume is a read-write volume of its own',
  stage: 'backed up',
  authority: 'aws',
  source: ontapBackups,
  needs: ['ontapVolume'],
  judge: ({ ontapVolume: { type, flexCache } }) => {
    const fix = { say: 'Back up the volume that this one mirrors or caches.' }
    if (type !== 'RW') return blocked(`The volume is of the type ${type}: only RW volumes are backed up.`, fix)
    return flexCache.toUpperCase() === 'CACHE'
      ? blocked('The volume is a FlexCache cache: only the volume behind it is backed up.', fix)
      : ok('The volume is of the type RW.')
  },
})
