import { settled } from '../cell.ts'
import { type House, vaultRegionOf } from '../house.ts'
import { kinds } from '../kinds/index.ts'
import * as at from '../links.ts'
import { differencesOf } from './differences.ts'
import { placeOf } from './region-names.ts'
import { code, type Line, line, names, type Piece, see, type Topic, text } from './topic.ts'

const regionLine = (region: string): Line => {
  const place = placeOf(region)
  const absent = kinds.filter(kind => kind.absentIn.includes(region)).map(kind => kind.name)
  return line`${code(region)}${place ? ` ${place}` : ''}${absent.length ? `; not offered there: ${absent.join(', ')}` : ''}`
}

const elsewhere = (house: House): readonly Piece[] => {
  const lines = house.regions.flatMap(region => {
    const there = vaultRegionOf(house, region)
    return there === region ? [] : [line`Copies of ${code(region)} go to the central vault in ${code(there)}.`]
  })
  return lines.length ? [{ is: 'points', lines }] : []
}

export const regions: Topic = {
  id: 'regions',
  title: 'Regions',
  questions: ['Which Regions are supported?', 'Can backups be copied to another Region?'],
  rules: ['region-covered', 'type-offered', 'key-in-region', 'copy-in-one-action'],
  tell: house => {
    const both = (value: string) => names(kinds.filter(it => settled(it.bothInOneAction) === value).map(it => it.name))
    return [
      text`The backup policy runs in ${house.regions.length} ${house.regions.length === 1 ? 'Region' : 'Regions'} (${see('features by Region', at.features)}):`,
      { is: 'points', lines: house.regions.map(regionLine) },
      text`A resource in another Region is not backed up: ask the CDX team to extend the policy, or move it.`,
      text`Vault, role, opt-in and key are all per Region. The central key is looked up in each: a replica of a multi-Region key has a policy of its own (${see('multi-Region keys', at.kmsMultiRegion)}).`,
      ...elsewhere(house),
      text`Where the central vault is in another Region than the resource, one copy must change account and Region at once. AWS Backup does so for ${both('yes')} (${see('history', at.history)}). Not documented: ${both('unknown')}. Not possible: ${both('no')}.`,
      ...differencesOf('regions'),
    ]
  },
}
